<#
.SYNOPSIS
  Lists accounts that nobody has signed in to for a number of days.
.DESCRIPTION
  Reads only. It changes and deletes nothing: the list goes to the service desk
  lead, who decides. Service accounts are left out by their folder.
.PARAMETER Days
  How long without a sign-in. 90 unless given.
.EXAMPLE
  ./Get-StaleAccounts.ps1 -Days 120 -Path ./stale.csv
#>
param(
    [int]$Days = 90,
    [string]$Path = "./stale-accounts.csv"
)

$limit = (Get-Date).AddDays(-$Days)
$skip = "OU=Service accounts"

# Only enabled accounts: closed ones are in the leaver list already.
$accounts = Get-ADUser -Filter { Enabled -eq $true } -Properties LastLogonDate, Department, whenCreated

$stale = foreach ($account in $accounts) {
    if ($account.DistinguishedName -like "*$skip*") { continue }
    # New people have never signed in; they are not stale.
    if ($account.whenCreated -gt $limit) { continue }
    if ($null -eq $account.LastLogonDate -or $account.LastLogonDate -lt $limit) {
        [pscustomobject]@{
            Account    = $account.SamAccountName
            Department = $account.Department
            LastSignIn = $account.LastLogonDate
        }
    }
}

$stale | Sort-Object Department, Account | Export-Csv -Path $Path -NoTypeInformation
Write-Output "$(@($stale).Count) accounts written to $Path"
