<#
.SYNOPSIS
  Makes accounts for people who begin next month, from HR's list.
.NOTES
  Stops before it changes anything when a line cannot be read.
#>
param(
    [Parameter(Mandatory)][string]$Path,
    [int]$Most = 20,        # asked for by the change meeting
    [switch]$WhatIf
)

$people = Import-Csv -Path $Path
if ($people.Count -gt $Most) { throw "More than $Most people: split the list." }

# Read every line first; a bad date must not leave half of the accounts made.
foreach ($person in $people) {
    $person | Add-Member -NotePropertyName Begins -NotePropertyValue ([datetime]::ParseExact($person.Start, 'yyyy-MM-dd', $null))
}

foreach ($person in $people) {
    $name = ($person.First + '.' + $person.Last).ToLower() -replace '[^a-z.]', ''
    Write-Output "$name begins $($person.Begins.ToString('d MMM'))"
    if (-not $WhatIf) {
        New-ADUser -Name $name -GivenName $person.First -Surname $person.Last -Department $person.Team -Enabled $false
    }
}
