#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Registers mobevo-notify with the Task Scheduler: runs whether somebody is logged on or not, never twice at once,
as soon as possible after a missed start, for an hour at most. Run again, it replaces the task.

.PARAMETER Every
Day: once a day at StartAt. Minute: every minute from StartAt to the end of the day.

.PARAMETER Folder
Where mobevo-notify.config.json is.

.PARAMETER Credential
The account to run as; NETWORK SERVICE unless given. It needs the right to log on as a batch job. The script lets it
change the files in Folder.

.PARAMETER ServiceAccount
A group managed service account to run as, such as BIURO\powiadomienia$, with the same right and without a password.

.PARAMETER UseSystemCA
Trusts the certificate authorities of Windows too. Needs Node 22.15 or later.

.EXAMPLE
.\Register-MobevoNotify.ps1 -Every Day -StartAt 06:00

.EXAMPLE
.\Register-MobevoNotify.ps1 -Every Minute -StartAt 06:00 -Credential (Get-Credential BIURO\powiadomienia)

.EXAMPLE
powershell -ExecutionPolicy Bypass -File .\Register-MobevoNotify.ps1 -Every Day -ServiceAccount BIURO\powiadomienia$
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Day', 'Minute')]
    [string] $Every = 'Minute',

    [ValidatePattern('^([01]\d|2[0-3]):[0-5]\d$')]
    [string] $StartAt = '06:00',

    [string] $TaskName = 'mobevo-notify',
    [string] $Node = (Get-Command node.exe).Source,
    [string] $Program = (Resolve-Path (Join-Path $PSScriptRoot '..\..\bin\mobevo-notify.js')).Path,
    [string] $Folder = (Join-Path $env:ProgramData 'mobevo-notify'),
    [pscredential] $Credential,
    [string] $ServiceAccount,
    [switch] $UseSystemCA
)

$ErrorActionPreference = 'Stop'
foreach ($path in $Node, $Program, $Folder) {
    if (-not (Test-Path -LiteralPath $path)) { throw "There is no $path." }
}
if ($Credential -and $ServiceAccount) { throw 'Give either -Credential or -ServiceAccount.' }
$account = if ($Credential) { $Credential.UserName } else { $ServiceAccount }

$file = @{ Day = 'daily.xml'; Minute = 'every-minute.xml' }[$Every]
[xml] $task = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot $file)

$trigger = $task.Task.Triggers.CalendarTrigger
$trigger.StartBoundary = "2026-01-01T${StartAt}:00"
if ($Every -eq 'Minute') {
    $restOfDay = [timespan]::FromDays(1) - [timespan]::Parse($StartAt)
    $trigger.Repetition.Duration = [System.Xml.XmlConvert]::ToString($restOfDay)
}

$action = $task.Task.Actions.Exec
$action.Command = $Node
$option = if ($UseSystemCA) { '--use-system-ca ' } else { '' }
$action.Arguments = $option + "`"$Program`"" + $action.Arguments.Substring($action.Arguments.IndexOf('" run') + 1)
$action.WorkingDirectory = $Folder

$registration = @{ TaskName = $TaskName; Force = $true }
if ($Credential) {
    $task.Task.Principals.Principal.UserId = $Credential.UserName
    $registration.User = $Credential.UserName
    $registration.Password = $Credential.GetNetworkCredential().Password
}
$registration.Xml = $task.OuterXml

if ($PSCmdlet.ShouldProcess($TaskName, 'Register-ScheduledTask')) {
    if ($account) {
        icacls.exe $Folder /grant "${account}:(OI)(CI)M" /Q | Out-Null
        if ($LASTEXITCODE -ne 0) { throw "icacls could not let $account change the files in $Folder." }
    }
    Register-ScheduledTask @registration
    # Task Scheduler fetches the password of such an account itself.
    if ($ServiceAccount) {
        $principal = New-ScheduledTaskPrincipal -UserId $ServiceAccount -LogonType Password -RunLevel Limited
        Set-ScheduledTask -TaskName $TaskName -Principal $principal
    }
}
