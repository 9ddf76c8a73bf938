# How a person at a terminal, and a service manager, stop what goes on until it is stopped.

Describe 'Signals' -Skip:$IsWindows {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        $store = Join-Path $TestDrive store
        Import-Module MailAdmin
        New-SampleStore $store
        Remove-Module MailAdmin

        # A PowerShell that runs a command; its first line of output says that it has begun.
        function Start-Command([string] $Text) {
            $command = 'dotnet', $env:MAILADMIN_TEST_PWSH, '-NoProfile', '-Command', $Text
            # A job in the background ignores SIGINT, and so would all that it starts.
            if ($IsLinux) { $command = @('env', '--default-signal=INT') + $command }
            $start = [Diagnostics.ProcessStartInfo]::new($command[0], [string[]] $command[1..$command.Count])
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            $process.StandardOutput.ReadLine() | Should -Be 'begun'
            $process
        }

        # Connects as a client does and reads the greeting.
        function Connect-Client([int] $Port) {
            $client = [IO.StreamReader]::new([Net.Sockets.TcpClient]::new('127.0.0.1', $Port).GetStream())
            $client.ReadLine() | Should -Match '^(\* OK|220) '
            $client
        }

        # Sends a signal and gives back whether the process ended within half a minute.
        function Send-Signal([Diagnostics.Process] $Process, [string] $Signal) {
            & /bin/kill "-$Signal" $Process.Id
            $ended = $Process.WaitForExit(30000)
            if (-not $ended) { $Process.Kill($true) }
            $ended
        }
    }

    It '<Signal> ends Start-MailListener -Wait and frees the store' -ForEach @(@{ Signal = 'TERM' }, @{ Signal = 'INT' }) {
        $process = Start-Command "Import-Module MailAdmin; Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 -StorePath '$store' -Wait | ForEach-Object { 'begun' }"
        Send-Signal $process $Signal | Should -BeTrue
        Join-Path $store owner.json | Should -Not -Exist
        Join-Path $store control | Should -Not -Exist
    }

    It '<Signal> says goodbye to clients, runs the rest of the script and exits with 0' -ForEach @(@{ Signal = 'TERM' }, @{ Signal = 'HUP' }) {
        $process = Start-Command @"
            Import-Module MailAdmin
            'begun'
            Start-MailListener -Protocol Imap -TlsMode None -Port 0 -StorePath '$store' | ForEach-Object Port
            Start-MailListener -Protocol Smtp -TlsMode None -Port 0 -StorePath '$store' -Wait | ForEach-Object Port
            "listeners after: `$((Get-MailListener -StorePath '$store').Protocol)"
"@
        $imap = Connect-Client $process.StandardOutput.ReadLine()
        $smtp = Connect-Client $process.StandardOutput.ReadLine()
        Send-Signal $process $Signal | Should -BeTrue
        $imap.ReadLine() | Should -Match '^\* BYE '
        $smtp.ReadLine() | Should -Match '^421 '
        $process.StandardOutput.ReadToEnd().Trim() | Should -Be 'listeners after: Imap'
        $process.StandardError.ReadToEnd() | Should -BeNullOrEmpty
        $process.ExitCode | Should -Be 0
        Join-Path $store owner.json | Should -Not -Exist
        Join-Path $store control | Should -Not -Exist
    }

    It 'TERM ends a script that runs listeners without waiting for them, with a goodbye and 0' {
        $process = Start-Command @"
            Import-Module MailAdmin
            `$port = (Start-MailListener -Protocol Imap -TlsMode None -Port 0 -StorePath '$store').Port
            'begun'
            `$port
            while (`$true) { Start-Sleep 1 }
"@
        $imap = Connect-Client $process.StandardOutput.ReadLine()
        Send-Signal $process TERM | Should -BeTrue
        $imap.ReadLine() | Should -Match '^\* BYE '
        $process.ExitCode | Should -Be 0
        Join-Path $store owner.json | Should -Not -Exist
        Join-Path $store control | Should -Not -Exist
    }

    It 'INT ends Watch-MailServer' {
        $process = Start-Command @"
            Import-Module MailAdmin
            `$null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 -StorePath '$store'
            'begun'
            Watch-MailServer -StorePath '$store'
"@
        Send-Signal $process INT | Should -BeTrue
    }

    It 'stopping the pipeline ends <Command> at once' -ForEach @(
        @{ Command = 'Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 -Wait' }
        @{ Command = 'Watch-MailServer' }
    ) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module MailAdmin; `$null = Connect-MailStore '$store'; $Command")
        $running = $shell.BeginInvoke()
        Wait-For 'the command' { $shell.InvocationStateInfo.State -eq 'Running' }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }

    It 'stopping the pipeline, or a job with it, closes the ports that Start-MailListener -Wait opened' {
        Import-Module MailAdmin
        $null = Connect-MailStore $store
        $kept = Start-MailListener -Protocol Pop3 -TlsMode None -Port 0
        $job = Start-ThreadJob { Start-MailListener -Protocol Imap -TlsMode None -Port 0 -StorePath $using:store -Wait }
        Wait-For 'the listener' { Get-MailListener -Protocol Imap }
        $imap = Connect-Client (Get-MailListener -Protocol Imap).Port
        Stop-Job $job
        $job.State | Should -Be 'Stopped'
        $imap.ReadLine() | Should -Match '^\* BYE '
        (Get-MailListener).Port | Should -Be $kept.Port
        Remove-Job $job
        Stop-MailListener
        Remove-Module MailAdmin
    }

    It 'Stop-Job of a job in a process of its own closes its ports and frees the store' {
        $job = Start-Job {
            Import-Module MailAdmin
            Start-MailListener -Protocol Imap -TlsMode None -Port 0 -StorePath $using:store -Wait
        }
        Wait-For 'the listener' { $job.ChildJobs[0].Output.Count -gt 0 }
        $imap = Connect-Client $job.ChildJobs[0].Output[0].Port
        Stop-Job $job
        $imap.ReadLine() | Should -Match '^\* BYE '
        Remove-Job $job -Force
        Wait-For 'the process of the job' { -not (Test-Path (Join-Path $store owner.json)) }
    }
}
