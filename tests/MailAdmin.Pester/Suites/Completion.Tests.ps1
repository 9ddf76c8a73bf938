# What the Tab key offers for each parameter: its name, and its values where a completer, an enum or a set gives them.

BeforeDiscovery {
    Import-Module MailAdmin
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    $parameters = foreach ($cmdlet in Get-Command -Module MailAdmin) {
        foreach ($parameter in $cmdlet.Parameters.Values.Where{ $_.Name -notin $common -and -not $_.Attributes.DontShow.Where{ $_ } }) {
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            $element = $type.IsArray ? $type.GetElementType() : $type
            $completes = $element.IsEnum -or $parameter.Attributes.Where{ $_ -is [ArgumentCompleter] -or $_ -is [ValidateSet] }
            @{ Cmdlet = $cmdlet.Name; Parameter = $parameter.Name; Completes = [bool] $completes }
        }
    }
    $cmdlets = foreach ($cmdlet in Get-Command -Module MailAdmin) {
        @{ Cmdlet = $cmdlet.Name; Names = $parameters.Where{ $_.Cmdlet -eq $cmdlet.Name }.Parameter }
    }
}

Describe 'Completion' {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Import-Module MailAdmin
        $store = Join-Path $TestDrive store
        New-SampleStore $store
        $null = Connect-MailStore $store
        $listener = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0
        $null = New-MailAppPassword bob@example.test -Name travel
        $null = New-MailGroup empty@example.test
        # Completion of sessions has one to offer.
        $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
        $null = [IO.StreamReader]::new($client.GetStream()).ReadLine()

        function Complete([string] $Text) { (TabExpansion2 $Text $Text.Length).CompletionMatches }
    }

    AfterAll {
        $client.Dispose()
        Remove-Module MailAdmin
    }

    It '<Cmdlet> offers its parameters' -ForEach $cmdlets {
        $offered = (Complete "$Cmdlet -").ListItemText
        $Names | Where-Object { $_ -notin $offered } | Should -BeNullOrEmpty
    }

    It '<Cmdlet> offers values for -<Parameter>' -ForEach $parameters.Where{ $_.Completes } {
        # For an address that is new, its domain.
        $offered = @(Complete "$Cmdlet -$Parameter ") + @(Complete "$Cmdlet -$Parameter new@")
        $offered = $offered.Where{ $_.ResultType -notin 'ProviderItem', 'ProviderContainer' }
        $offered | Should -Not -BeNullOrEmpty
    }

    It 'offers what the store has, by its beginning: <Text>' -ForEach @(
        @{ Text = 'Get-MailAccount b'; Expected = 'bob@example.test' }
        @{ Text = 'Remove-MailDomain old'; Expected = 'old.example.test' }
        @{ Text = 'Set-MailAlias -Address s'; Expected = 'sales@example.test' }
        @{ Text = 'Get-MailGroupMember t'; Expected = 'team@example.test' }
        @{ Text = 'New-MailAccount carl@'; Expected = 'carl@example.test', 'carl@old.example.test' }
        @{ Text = 'Start-MailListener -Protocol Im'; Expected = 'Imap' }
        @{ Text = 'Get-MailQueueItem -Sender a'; Expected = 'ann@example.test' }
        @{ Text = 'Get-MailQueueItem -Domain EX'; Expected = 'example.net' }
        @{ Text = 'Start-MailQueueDelivery -NextHop 127'; Expected = '127.0.0.1' }
        @{ Text = 'Get-MailQueueItem -Recipient '; Expected = 'bob@example.net' }
        @{ Text = 'Get-MailMailbox ann@example.test -Name i'; Expected = 'INBOX' }
        @{ Text = 'Get-MailMailbox -Account nobody@example.test -Name '; Expected = $null }
        @{ Text = 'Remove-MailGroupMember team@example.test -Member '; Expected = 'ann@example.test' }
        @{ Text = 'Remove-MailGroupMember empty@example.test -Member '; Expected = $null }
        @{ Text = 'Add-MailGroupMember empty@example.test -Member b'; Expected = 'bob@example.test' }
        @{ Text = 'Get-MailAppPassword ann@example.test -Name t'; Expected = 'tablet' }
        @{ Text = 'Remove-MailAppPassword bob@example.test -Name '; Expected = 'travel' }
        @{ Text = 'Remove-MailAppPassword -Name t'; Expected = 'tablet', 'travel' }
    ) {
        # Where the module has nothing to offer, the engine offers files.
        (Complete $Text).Where{ $_.ResultType -notin 'ProviderItem', 'ProviderContainer' }.CompletionText | Should -Be $Expected
    }

    It 'offers what runs: <Text>' -ForEach @(
        @{ Text = 'Stop-MailListener -Port '; Property = 'Port'; Get = { Get-MailListener } }
        @{ Text = 'Get-MailListener -Protocol Imap -Port '; Property = 'Port'; Get = { Get-MailListener } }
        @{ Text = 'Restart-MailListener -Protocol Pop3 -Port '; Property = 'Port'; Get = { } }
        @{ Text = 'Stop-MailSession '; Property = 'Id'; Get = { Get-MailSession } }
        @{ Text = 'Get-MailSession -Id '; Property = 'Id'; Get = { Get-MailSession } }
    ) {
        $offered = (Complete $Text).Where{ $_.ResultType -eq 'ParameterValue' }.CompletionText
        $offered | Should -Be (& $Get | ForEach-Object $Property)
    }
}
