<#
.SYNOPSIS
Runs a file of tests and writes what became of each It, as JSON.
#>
param([string] $Pester, [string] $Suite, [string] $Results)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Suite
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
if ($run.FailedContainersCount -gt 0) {
    throw "$Suite cannot run: $($run.FailedContainers.ErrorRecord)"
}

# Names from the outermost block inwards.
function Get-Path($Item) {
    if ($Item.PSObject.Properties['Block'] -and -not $Item.Block.IsRoot) { Get-Path $Item.Block }
    elseif ($Item.PSObject.Properties['Parent'] -and -not $Item.Parent.IsRoot) { Get-Path $Item.Parent }
    $Item.ExpandedName
}

# Why a test failed, was skipped or was never reached: an error of a block that it is in counts too.
function Get-Message($Test) {
    $errors = @($Test.ErrorRecord)
    for ($block = $Test.Block; $block -and $errors.Count -eq 0; $block = $block.Parent) { $errors = @($block.ErrorRecord) }
    ($errors | ForEach-Object { "$_`n$(($_.ScriptStackTrace -split "`n")[0])" }) -join "`n"
}

$run.Tests |
    ForEach-Object {
        @{ Path = @(Get-Path $_); Cmdlet = $_.Data.Cmdlet; Result = "$($_.Result)"; Message = Get-Message $_ }
    } |
    ConvertTo-Json -AsArray |
    Set-Content $Results
