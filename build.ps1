<#
.SYNOPSIS
Builds, tests, packs or publishes MailAdmin.
.DESCRIPTION
A thin wrapper for people in PowerShell: all work is done by MSBuild targets, which 'dotnet build', 'dotnet test', 'dotnet pack'
and 'dotnet publish' run as well. Uses only what a full pwsh and the small host 'mailadmin' both have.
.PARAMETER Task
Build: stages the importable module in out/MailAdmin. Test: builds, and runs all tests. Package: makes the gallery package in
out. Publish: makes the console host with the module beside it in out/mailadmin-host. Clean: removes what was built.
.PARAMETER Configuration
Debug or Release.
.EXAMPLE
./build.ps1 -Task Test
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Publish', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$out = [System.IO.Path]::Combine($root, 'out')
$solution = [System.IO.Path]::Combine($root, 'MailAdmin.sln')

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
            Invoke-DotNet 'build', $solution, '--configuration', $Configuration
        }
        'Test' {
            Invoke-DotNet 'test', $solution, '--configuration', $Configuration
        }
        'Package' {
            Invoke-DotNet 'pack', ([System.IO.Path]::Combine($root, 'src', 'MailAdmin')), '--configuration', $Configuration
        }
        'Publish' {
            $target = [System.IO.Path]::Combine($out, 'mailadmin-host')
            Invoke-DotNet 'publish', ([System.IO.Path]::Combine($root, 'src', 'MailAdmin.Host')), '--configuration', $Configuration, '--output', $target
        }
        'Clean' {
            if ([System.IO.Directory]::Exists($out) -and $PSCmdlet.ShouldProcess($out, 'Remove')) {
                [System.IO.Directory]::Delete($out, $true)
            }

            Invoke-DotNet 'clean', $solution, '--configuration', $Configuration, '--verbosity', 'quiet'
        }
    }
}
