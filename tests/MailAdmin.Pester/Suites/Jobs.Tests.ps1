# The module in jobs, in parallel runspaces, and in scripts that a scheduler starts.

Describe 'Jobs' {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Import-Module MailAdmin
        $store = Join-Path $TestDrive store
        New-SampleStore $store
        $null = Connect-MailStore $store

        # Runs a script in a PowerShell of its own.
        function Invoke-Script([string] $Text) {
            Set-Content (Join-Path $TestDrive script.ps1) $Text
            $output = & dotnet $env:MAILADMIN_TEST_PWSH -NoProfile -File (Join-Path $TestDrive script.ps1) 2>&1 | Out-String
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
        }
    }

    AfterAll { Remove-Module MailAdmin }

    It 'Start-Job reaches the store through the process that has it' {
        $null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0
        $job = Start-Job {
            Import-Module MailAdmin
            (New-MailAccount job@example.test -StorePath $using:store).Address.ToString()
            (Get-MailStore $using:store).OwnerProcessId
        }
        Receive-Job $job -Wait -AutoRemoveJob | Should -Be 'job@example.test', $PID
        (Get-MailAccount job@example.test).Address | Should -Be 'job@example.test'
        Stop-MailListener
    }

    It 'ForEach-Object -Parallel shares the store, and its objects come back as they are' {
        $made = 1..20 | ForEach-Object -Parallel { New-MailAccount "parallel$_@example.test" -StorePath $using:store } -ThrottleLimit 5
        $made.Count | Should -Be 20
        $made[0].GetType().FullName | Should -Be 'MailAdmin.MailAccount'
        (Get-MailAccount parallel*@example.test).Count | Should -Be 20
    }

    It 'ForEach-Object -Parallel uses the store to which the session is connected' {
        1..3 | ForEach-Object -Parallel { (Get-MailStore).Path } | Should -Be $store, $store, $store
        1..2 | ForEach-Object -Parallel { Disconnect-MailStore; try { Get-MailStore } catch { $_.FullyQualifiedErrorId.Split(',')[0] } } |
            Should -Be 'StoreNotFound', 'StoreNotFound'
        (Get-MailStore).Path | Should -Be $store
    }

    It 'a Connect-MailStore that failed counts in -Parallel too' {
        { Connect-MailStore (Join-Path $TestDrive none) } | Should -Throw -ErrorId 'StoreNotFound*'
        $errors = 1..2 | ForEach-Object -Parallel { try { Get-MailDomain } catch { "$_" } }
        $errors | Should -Match 'Connect-MailStore'
        $null = Connect-MailStore $store
    }

    It 'Start-ThreadJob shares the store' {
        $jobs = 1..3 | ForEach-Object { Start-ThreadJob { (Get-MailDomain -StorePath $using:store).Count } }
        Receive-Job $jobs -Wait -AutoRemoveJob | Should -Be 2, 2, 2
    }

    It 'a script that ends with exit has shown all of its tables' {
        $run = Invoke-Script @"
            Import-Module MailAdmin
            Get-MailDomain -StorePath '$store'
            Get-MailAlias -StorePath '$store'
            Test-MailConnection -Server localhost -Protocol Imap -Port 9
            exit 3
"@
        $run.ExitCode | Should -Be 3
        $run.Output | Should -Match '(?s)Name +Enabled.*old\.example\.test.*sales@example\.test.*PortClosed'
    }

    It 'an error that nobody handles ends a script with 1' {
        $run = Invoke-Script "`$ErrorActionPreference = 'Stop'; Import-Module MailAdmin; Get-MailAccount nobody@example.test -StorePath '$store'; exit 0"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'nobody@example\.test'
    }

    It 'nothing outside its own errors is written to a file of a scheduled job' {
        $run = Invoke-Script "Import-Module MailAdmin; (Get-MailAccount ann@example.test -StorePath '$store').Address.ToString()"
        $run.ExitCode | Should -Be 0
        $run.Output.Trim() | Should -Be 'ann@example.test'
    }
}
