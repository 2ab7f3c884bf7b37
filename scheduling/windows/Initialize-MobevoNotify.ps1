#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Copies a configuration to fill in to the folder where mobevo-notify looks for it, and lets only administrators and the
account of the task into that folder. It leaves a configuration that is already there as it is.

.PARAMETER Database
sqlserver or sqlite.

.PARAMETER Language
Language of the comments: en or pl; that of Windows unless given.

.PARAMETER Account
The account of the task; NETWORK SERVICE unless given.

.EXAMPLE
.\Initialize-MobevoNotify.ps1 -Database sqlite -Language pl
#>
[CmdletBinding()]
param(
    [ValidateSet('sqlserver', 'sqlite')]
    [string] $Database = 'sqlserver',

    [ValidateSet('en', 'pl')]
    [string] $Language = $(if ((Get-Culture).TwoLetterISOLanguageName -eq 'pl') { 'pl' } else { 'en' }),

    [string] $Account = '*S-1-5-20',
    [string] $Folder = (Join-Path $env:ProgramData 'mobevo-notify')
)

$ErrorActionPreference = 'Stop'
if (-not (Test-Path -LiteralPath $Folder)) { New-Item -ItemType Directory $Folder | Out-Null }
# S-1-5-32-544 is the group Administrators, whatever the language of Windows.
icacls.exe $Folder /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' "${Account}:(OI)(CI)M" /Q | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls could not set the rights of $Folder." }
if (-not (Get-ChildItem -LiteralPath $Folder -Filter '*mobevo-notify*')) {
    $example = Join-Path $PSScriptRoot "..\..\docs\examples\$Database.$Language"
    Copy-Item -Path (Join-Path $example '*') -Destination $Folder
    # Paths of Linux in the example; on Windows the files lie beside the configuration.
    $file = Join-Path $Folder 'mobevo-notify.config.yaml'
    $text = [IO.File]::ReadAllText($file) -replace '/var/lib/mobevo-notify/', '' -replace '/var/log/mobevo-notify/', 'logs/'
    [IO.File]::WriteAllText($file, $text)
}
Get-ChildItem -LiteralPath $Folder
