<#
.SYNOPSIS
Builds, shows, tests, packs or publishes MailAdmin.
.DESCRIPTION
A thin wrapper for people in PowerShell: all work is done by MSBuild targets, which 'dotnet build', 'dotnet test' and 'dotnet
pack' run as well.
.PARAMETER Task
Build: stages the importable module in out/MailAdmin. QuickStart: builds it, and runs examples/quickstart.ps1 with it.
Test: builds, and runs all tests. Package: makes the gallery package in out. Publish: makes it, and publishes it to a
repository. Clean: removes what was built.
.PARAMETER Configuration
Debug or Release; as 'dotnet' has it when it is not given: Release for a package, else Debug.
.PARAMETER Repository
The name of the repository to publish to, as Get-PSResourceRepository lists it.
.PARAMETER ApiKey
The key of your account there, if it wants one.
.EXAMPLE
./build.ps1 -Task Test
.EXAMPLE
./build.ps1 -Task Publish -Repository Local
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'QuickStart', 'Test', 'Package', 'Publish', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    [string] $Repository = 'Local',

    [string] $ApiKey
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$out = Join-Path $PSScriptRoot out
$solution = Join-Path $PSScriptRoot MailAdmin.sln
$module = Join-Path $PSScriptRoot src MailAdmin
$configured = $Configuration ? @('--configuration', $Configuration) : @()

function Invoke-DotNet {
    param([string[]] $Arguments)

    if ($PSCmdlet.ShouldProcess("dotnet $Arguments", 'Run')) {
        & dotnet @Arguments | Out-Default
        if ($LASTEXITCODE -ne 0) {
            throw "dotnet $($Arguments[0]) ended with exit code $LASTEXITCODE."
        }
    }
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' {
            Invoke-DotNet (@('build', $solution) + $configured)
        }
        'QuickStart' {
            Invoke-DotNet (@('build', $module, '--verbosity', 'quiet') + $configured)
            $example = Join-Path $PSScriptRoot examples quickstart.ps1
            if ($PSCmdlet.ShouldProcess($example, 'Run')) {
                & $example
                exit $LASTEXITCODE
            }
        }
        'Test' {
            Invoke-DotNet (@('test', $solution) + $configured)
        }
        { $_ -in 'Package', 'Publish' } {
            Invoke-DotNet (@('pack', $module) + $configured)
        }
        'Publish' {
            $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot MailAdmin.psd1)).ModuleVersion
            $package = Join-Path $out "MailAdmin.$version.nupkg"
            if ($PSCmdlet.ShouldProcess($package, "Publish to $Repository")) {
                $key = $ApiKey ? @{ ApiKey = $ApiKey } : @{}
                Publish-PSResource -NupkgPath $package -Repository $Repository @key
            }
        }
        'Clean' {
            Invoke-DotNet (@('clean', $solution, '--verbosity', 'quiet') + $configured)
            if ((Test-Path $out) -and $PSCmdlet.ShouldProcess($out, 'Remove')) {
                Remove-Item $out -Recurse -Force
            }
        }
    }
}
