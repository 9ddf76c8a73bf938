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
}
