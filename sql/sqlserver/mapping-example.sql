-- An example of mapping an installation to the source contract (docs/source-contract.md).
-- The tables of schema "mobevo" stand for yours: their names are made up, for Mobevo's are not public. Leave part 1 out,
-- and write your own tables into part 2. Times in the example are local, so the configuration says "source": { "clock": "local" }.
-- Run by a database administrator, who also runs grants.sql afterwards. GO separates batches, as sqlcmd and SSMS have it.

-- 1. Tables as an office might have them

CREATE SCHEMA [mobevo] AUTHORIZATION dbo;
GO

CREATE TABLE [mobevo].[Uzytkownicy] (
  Id int NOT NULL PRIMARY KEY,
  ImieNazwisko nvarchar(150) NOT NULL,
  Email nvarchar(200) NULL,
  Aktywny bit NOT NULL,
  Jezyk nvarchar(2) NULL
);

CREATE TABLE [mobevo].[Klienci] (
  Id int NOT NULL PRIMARY KEY,
  Nazwa nvarchar(300) NOT NULL,
  NIP nvarchar(13) NULL
);

-- Rola: 1 client's guardian, 2 accounting, 3 HR and payroll.
CREATE TABLE [mobevo].[Opiekunowie] (
  KlientId int NOT NULL,
  UzytkownikId int NOT NULL,
  Rola tinyint NOT NULL,
  PRIMARY KEY (KlientId, Rola, UzytkownikId)
);

CREATE TABLE [mobevo].[Audyty] (
  Id int NOT NULL PRIMARY KEY,
  KlientId int NOT NULL,
  Okres nvarchar(20) NULL,
  UruchomilId int NULL,
  DataZakonczenia datetime NULL,
  Bledy int NOT NULL,
  Ostrzezenia int NOT NULL
);

CREATE INDEX IX_Audyty_DataZakonczenia ON [mobevo].[Audyty] (DataZakonczenia);

-- Waga: 1 error, 2 warning, 3 information.
CREATE TABLE [mobevo].[AudytyWyniki] (
  AudytId int NOT NULL,
  Kod nvarchar(20) NULL,
  Opis nvarchar(500) NOT NULL,
  Waga tinyint NOT NULL,
  Liczba int NOT NULL
);

CREATE TABLE [mobevo].[DostarczoneDokumenty] (
  Id int NOT NULL PRIMARY KEY,
  KlientId int NOT NULL,
  Okres nvarchar(20) NULL,
  DataDostarczenia datetime NULL,
  DataRejestracji datetime NOT NULL,
  Dostarczyl nvarchar(150) NULL,
  PrzyjalId int NULL,
  Rodzaje nvarchar(500) NULL,
  Liczba int NULL,
  Uwagi nvarchar(2000) NULL
);

CREATE TABLE [mobevo].[Faktury] (
  Id int NOT NULL PRIMARY KEY,
  KlientId int NOT NULL,
  Rodzaj nvarchar(20) NOT NULL,
  ZaakceptowalId int NULL,
  DataAkceptacji datetime NULL
);

-- Dzial: K accounting, P HR and payroll.
CREATE TABLE [mobevo].[AktywnosciPanelu] (
  Id bigint NOT NULL PRIMARY KEY,
  KlientId int NOT NULL,
  Dzial nchar(1) NOT NULL,
  Czynnosc nvarchar(200) NOT NULL,
  Osoba nvarchar(150) NULL,
  Przedmiot nvarchar(300) NULL,
  DataRejestracji datetime NOT NULL
);

CREATE TABLE [mobevo].[Nieobecnosci] (
  Id int NOT NULL PRIMARY KEY,
  Pracownik nvarchar(150) NOT NULL,
  KlientId int NULL,
  Typ nvarchar(150) NULL,
  OdDnia datetime NOT NULL,
  DoDnia datetime NOT NULL,
  DataRejestracji datetime NULL,
  Usunieta bit NOT NULL
);

CREATE TABLE [mobevo].[Zastepstwa] (
  UzytkownikId int NOT NULL,
  ZastepcaId int NOT NULL,
  OdDnia datetime NOT NULL,
  DoDnia datetime NOT NULL
);
GO

-- 2. The views of the source contract

CREATE VIEW [mobevo_notify].[source_users] AS
SELECT CAST(u.Id AS bigint) AS user_id, u.ImieNazwisko AS display_name, u.Email AS email,
  CAST(CASE WHEN u.Aktywny = 1 THEN 0 ELSE 1 END AS bit) AS is_blocked, u.Jezyk AS locale
FROM [mobevo].[Uzytkownicy] u;
GO

CREATE VIEW [mobevo_notify].[source_clients] AS
SELECT CAST(k.Id AS bigint) AS client_id, k.Nazwa AS name, k.NIP AS tax_id
FROM [mobevo].[Klienci] k;
GO

CREATE VIEW [mobevo_notify].[source_guardians] AS
SELECT CAST(o.KlientId AS bigint) AS client_id, CAST(o.UzytkownikId AS bigint) AS user_id,
  CAST(CASE o.Rola WHEN 1 THEN 'client' WHEN 2 THEN 'accounting' ELSE 'hr' END AS nvarchar(20)) AS role
FROM [mobevo].[Opiekunowie] o;
GO

-- When an audit ended is when it was registered. An index on the column itself serves: the tool converts its bounds, not the column.
CREATE VIEW [mobevo_notify].[source_audits] AS
SELECT CAST(a.Id AS bigint) AS event_id, a.DataZakonczenia AS occurred_at, CAST(a.KlientId AS bigint) AS client_id,
  a.Okres AS period, u.ImieNazwisko AS started_by, a.Bledy AS error_count, a.Ostrzezenia AS warning_count,
  CAST(NULL AS nvarchar(500)) AS report_url
FROM [mobevo].[Audyty] a LEFT JOIN [mobevo].[Uzytkownicy] u ON u.Id = a.UruchomilId
WHERE a.DataZakonczenia IS NOT NULL;
GO

CREATE VIEW [mobevo_notify].[source_audit_findings] AS
SELECT CAST(w.AudytId AS bigint) AS event_id, w.Kod AS code, w.Opis AS title,
  CAST(CASE w.Waga WHEN 1 THEN 'error' WHEN 2 THEN 'warning' ELSE 'info' END AS nvarchar(20)) AS severity, w.Liczba AS finding_count
FROM [mobevo].[AudytyWyniki] w;
GO

-- "occurred_at" is when the delivery was registered, "delivered_on" its business date.
CREATE VIEW [mobevo_notify].[source_document_deliveries] AS
SELECT CAST(d.Id AS bigint) AS event_id, d.DataRejestracji AS occurred_at, CAST(d.KlientId AS bigint) AS client_id, d.Okres AS period,
  CAST(d.DataDostarczenia AS date) AS delivered_on, d.Dostarczyl AS delivered_by, u.ImieNazwisko AS received_by,
  d.Rodzaje AS document_kinds, d.Liczba AS document_count, d.Uwagi AS remarks
FROM [mobevo].[DostarczoneDokumenty] d LEFT JOIN [mobevo].[Uzytkownicy] u ON u.Id = d.PrzyjalId;
GO

CREATE VIEW [mobevo_notify].[source_invoice_approvals] AS
SELECT CAST(f.Id AS bigint) AS event_id, f.DataAkceptacji AS occurred_at, CAST(f.ZaakceptowalId AS bigint) AS user_id,
  CAST(f.KlientId AS bigint) AS client_id, f.Rodzaj AS invoice_kind
FROM [mobevo].[Faktury] f
WHERE f.DataAkceptacji IS NOT NULL AND f.ZaakceptowalId IS NOT NULL;
GO

CREATE VIEW [mobevo_notify].[source_panel_activities] AS
SELECT p.Id AS event_id, p.DataRejestracji AS occurred_at, CAST(p.KlientId AS bigint) AS client_id,
  CAST(CASE p.Dzial WHEN 'P' THEN 'hr' ELSE 'accounting' END AS nvarchar(20)) AS department,
  p.Czynnosc AS activity, p.Osoba AS actor, p.Przedmiot AS subject
FROM [mobevo].[AktywnosciPanelu] p;
GO

-- Current absences only: what was deleted is told by its not being there any more.
CREATE VIEW [mobevo_notify].[source_absences] AS
SELECT CAST(n.Id AS bigint) AS absence_id, n.Pracownik AS person, CAST(n.KlientId AS bigint) AS client_id, n.Typ AS absence_type,
  CAST(n.OdDnia AS date) AS date_from, CAST(n.DoDnia AS date) AS date_to, n.DataRejestracji AS registered_at
FROM [mobevo].[Nieobecnosci] n
WHERE n.Usunieta = 0;
GO

-- Optional: who is the deputy of whom, and when: current and coming absences only. Leave it out if the installation keeps no deputies; nobody has one then.
CREATE VIEW [mobevo_notify].[source_deputies] AS
SELECT CAST(z.UzytkownikId AS bigint) AS user_id, CAST(z.ZastepcaId AS bigint) AS deputy_user_id,
  CAST(z.OdDnia AS date) AS date_from, CAST(z.DoDnia AS date) AS date_to
FROM [mobevo].[Zastepstwa] z
WHERE z.DoDnia >= DATEADD(day, -7, GETDATE());
GO
