# What Get- writes to a file, New-, Set-, Add- and Start- read again: for every noun, as CSV, JSON and Clixml.

BeforeDiscovery {
    Import-Module MailAdmin
    # For each noun: what makes it again, and what is written but not made: numbers that follow from its use, and times.
    $nouns = [ordered]@{
        MailDomain      = @{ New = { $input | New-MailDomain }; Set = { $input | Set-MailDomain -PassThru }
            Given = 'UnicodeName', 'AccountCount', 'AliasCount', 'UsedSize', 'AllocatedQuota', 'SmartHostUserName', 'Created' }
        MailAccount     = @{ New = { $input | New-MailAccount }; Set = { $input | Set-MailAccount -PassThru }
            Given = 'Domain', 'UsedSize', 'UsedPercent', 'QuotaStatus', 'MessageCount', 'LastLogon', 'LastLogonProtocol', 'LastLogonAddress',
                'PasswordLastSet', 'Created', 'GeneratedPassword' }
        MailAppPassword = @{ New = { $input | New-MailAppPassword }; Given = 'Created', 'AppPassword' }
        MailAlias       = @{ New = { $input | New-MailAlias }; Set = { $input | Set-MailAlias -PassThru }; Given = 'Domain', 'ResolvesTo', 'Created' }
        MailGroup       = @{ New = { $input | New-MailGroup }; Set = { $input | Set-MailGroup -PassThru }; Given = 'Domain', 'MemberCount', 'Created' }
        MailGroupMember = @{ New = { $input | Add-MailGroupMember -PassThru | Get-MailGroupMember }; Given = , 'MemberDomain' }
        MailQuota       = @{ Set = { $input | Set-MailQuota -PassThru }; Given = 'UsedSize', 'UsedPercent', 'QuotaStatus', 'GrowthPerDay', 'FullOn' }
        MailStore       = @{ Set = { $input | Set-MailStore -PassThru }
            Given = 'SchemaVersion', 'Size', 'DomainCount', 'AccountCount', 'MessageCount', 'Created', 'LastBackup', 'OwnerProcessId', 'SmartHostUserName', 'Finding' }
        MailListener    = @{ New = { $input | Start-MailListener }
            Given = 'EndPoint', 'CertificateThumbprint', 'CertificateExpires', 'State', 'Sessions', 'Accepted', 'Rejected', 'Started', 'ProcessId' }
    }
    # Nouns that are only shown, or named to do something with them.
    $shown = 'MailChange', 'MailMailbox', 'MailQueueItem', 'MailSession', 'MailServerLog', 'MailLogonBlock', 'MailDomainRegistration', 'MailService'

    $rows = foreach ($noun in $nouns.Keys) {
        foreach ($format in 'Csv', 'Json', 'Clixml') {
            foreach ($verb in 'New', 'Set') {
                if ($nouns[$noun].$verb) { @{ Noun = $noun; Format = $format; Verb = $verb; Run = $nouns[$noun].$verb; Given = $nouns[$noun].Given } }
            }
        }
    }
    $parameters = foreach ($noun in $nouns.Keys) {
        $takers = Get-Command -Module MailAdmin -Noun $noun -Verb New, Set, Add, Start
        $properties = (Get-Command "Get-$noun").ImplementingType.GetCustomAttributes([OutputType], $false).Type.Type.GetProperties().Name
        foreach ($taker in $takers) { @{ Taker = $taker; Properties = $properties; Given = $nouns[$noun].Given } }
    }
    $others = @{ Nouns = @($nouns.Keys) + $shown }
}

Describe 'Round trips' {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Import-Module MailAdmin

        # A store with something unusual in every property.
        $source = Join-Path $TestDrive source
        $null = Initialize-MailStore $source -HostName mail.example.test
        $null = Connect-MailStore $source
        Set-MailStore -QuotaWarning 70, 90 -DefaultQuota 1234567890 -MaxMessageSize '30 MB' -RelayNetwork 192.0.2.0/24, 198.51.100.7 -NameServer 192.0.2.53 `
            -SmartHost relay.example.net:587 -LogonBlockDuration 01:30:00 -QueueLifetime 3.00:00:00 -TraceRetention 60.00:00:00 -MaxConnections 777 -Durability Process
        $null = New-MailDomain example.test -Description 'Head, office; "north"' -AliasDomain example.invalid, example.org -MaxAccounts 50 -MaxTotalSize '500 GB' -DefaultQuota '2 GB'
        $null = New-MailDomain old.example.test -PlusAddressing $false -SmartHost relay.example.net -MaxMessageSize '5 MB' -Enabled $false
        $null = New-MailDomain 日本.example
        $null = New-MailAccount ann@example.test -DisplayName 'Ann, "the" one; Example' -Quota 1234567891 -QuotaWarning 50, 60 -Protocol Imap, Smtp -ForwardTo bob@example.test, eve@example.net `
            -KeepCopy $false -MaxSendPerDay 100 -Pop3LeaveOnServerDays 7 -Description "O'Brien"
        $null = New-MailAccount bob@example.test -SendOnly
        $null = New-MailAccount carl@old.example.test -Disabled -ReceiveOnly -Quota Unlimited
        $null = New-MailAccount 花子@日本.example -DisplayName '宮沢花子'
        Set-MailDomain example.test -CatchAll ann@example.test
        $null = New-MailAppPassword ann@example.test -Name 'my phone' -Protocol Imap -Expires ([datetime]::Today.AddDays(400).AddHours(13))
        $null = New-MailAppPassword bob@example.test -Name tablet
        $null = New-MailAlias sales@example.test -Target ann@example.test, eve@example.net
        $null = New-MailAlias shop@example.test -Target bob@example.test -Disabled
        $null = New-MailGroup team@example.test -DisplayName Team -Member ann@example.test, bob@example.test, eve@example.net -Owner bob@example.test -PostPermission Owners
        $null = New-MailGroup quiet@example.test -Member ann@example.test -Enabled $false
        $null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 -AllowPlaintextLogin
        $written = [ordered]@{}
        foreach ($noun in 'MailStore', 'MailDomain', 'MailAccount', 'MailAppPassword', 'MailAlias', 'MailGroup', 'MailGroupMember', 'MailListener') {
            $written[$noun] = @(& "Get-$noun")
        }
        $written.MailQuota = @(Get-MailQuota) + @(Get-MailDomain | Get-MailQuota)
        Stop-MailListener
        Disconnect-MailStore

        # Another process, or next year: what a file has of objects.
        function Save-Objects([object[]] $Objects, [string] $Format) {
            $file = Join-Path $TestDrive "$(New-Guid).$Format"
            switch ($Format) {
                Csv { $Objects | Export-Csv $file; Import-Csv $file }
                Json { $Objects | ConvertTo-Json -Depth 3 | Set-Content $file; Get-Content $file -Raw | ConvertFrom-Json }
                Clixml { $Objects | Export-Clixml $file; Import-Clixml $file }
            }
        }

        # A store in which those things are that others refer to.
        function Connect-EmptyStore([string[]] $With) {
            $path = Join-Path $TestDrive "store-$(New-Guid)"
            $null = Initialize-MailStore $path -HostName other.example.test
            $null = Connect-MailStore $path
            foreach ($noun in $With) {
                $written[$noun] | Select-Object * -ExcludeProperty CatchAll, Path | & "$($noun -eq 'MailStore' ? 'Set' : 'New')-$noun" -ErrorAction Stop | Out-Null
            }
        }

        function Get-Text([object[]] $Objects, [string[]] $Without) {
            $Objects | Select-Object * -ExcludeProperty $Without | ConvertTo-Csv | Select-Object -Skip 1 | Sort-Object
        }

        $needed = @{
            MailAccount = , 'MailDomain'
            MailAppPassword = 'MailDomain', 'MailAccount'
            MailAlias = 'MailDomain', 'MailAccount'
            MailGroup = 'MailDomain', 'MailAccount'
            MailQuota = 'MailDomain', 'MailAccount'
        }
    }

    AfterEach { Disconnect-MailStore }
    AfterAll { Remove-Module MailAdmin }

    It 'knows every noun that can be listed' -ForEach $others {
        (Get-Command -Module MailAdmin -Verb Get).Noun | Where-Object { $_ -notin $Nouns } | Should -BeNullOrEmpty
    }

    It '<Taker> takes every property that Get- writes, or the property follows from others' -ForEach $parameters {
        $bound = $Taker.Parameters.Values.Where{ $_.Attributes.ValueFromPipelineByPropertyName -contains $true }.Name
        $missing = $Properties | Where-Object { $_ -notin $bound -and $_ -notin $Given }
        $missing | Should -BeNullOrEmpty
    }

    It '<Verb>: <Noun> as <Format>' -ForEach $rows {
        $rows = @(Save-Objects $written[$Noun] $Format)
        $isNew = $Verb -eq 'New'
        Connect-EmptyStore @(if ($Noun -notin 'MailStore', 'MailDomain', 'MailListener') { 'MailStore' }
            $needed[$Noun] | Where-Object { $_ }
            if (-not $isNew -and $Noun -notin 'MailQuota', 'MailStore') { $Noun })
        if ($Noun -eq 'MailGroupMember') {
            $null = $written.MailDomain | Select-Object * -ExcludeProperty CatchAll | New-MailDomain
            $null = $written.MailGroup.EmailAddress | New-MailGroup
        }
        # A catch-all must exist, so it comes with the second pass over the file, when there are accounts.
        if ($Noun -eq 'MailDomain' -and $isNew) { $rows = $rows | Select-Object * -ExcludeProperty CatchAll }
        elseif ($Noun -eq 'MailDomain') { $null = $written.MailAccount | New-MailAccount }
        if ($Noun -eq 'MailStore') { $rows = $rows | Select-Object * -ExcludeProperty Path }

        $made = @($rows | & $Run)

        $without = @($Given) + @(if ($Noun -eq 'MailStore') { 'Path' }) + @(if ($Noun -eq 'MailDomain' -and $isNew) { 'CatchAll' })
        Get-Text ($made | Sort-Object -Unique { $_ | ConvertTo-Csv }) $without | Should -Be (Get-Text $written[$Noun] $without)
        if ($Noun -eq 'MailListener') { Stop-MailListener }
    }

    It 'what is inherited stays inherited until somebody edits it' {
        Connect-EmptyStore MailStore, MailDomain
        $rows = Save-Objects $written.MailAccount Csv
        $null = $rows | New-MailAccount
        (Get-MailAccount bob@example.test).Inherited | Should -Be 'Quota, QuotaWarning'
        (Get-MailAccount ann@example.test).Inherited | Should -Be 'None'

        Set-MailDomain example.test -DefaultQuota '4 GB'
        (Get-MailAccount bob@example.test).Quota | Should -Be 4GB

        $bob = Save-Objects (Get-MailAccount bob@example.test) Csv
        $bob.Quota = '7 GB'
        $changed = $bob | Set-MailAccount -PassThru
        $changed.Quota | Should -Be 7GB
        $changed.Inherited | Should -Be 'QuotaWarning'

        # Back from the file of before: what is inherited is inherited again.
        Set-MailDomain example.test -DefaultQuota '2 GB'
        $null = $rows | Where-Object Address -EQ bob@example.test | Set-MailAccount
        (Get-MailAccount bob@example.test).Inherited | Should -Be 'Quota, QuotaWarning'
    }

    It 'a value on the command line is not inherited, whatever the objects say' {
        Connect-EmptyStore MailStore, MailDomain
        $bob = $written.MailAccount | Where-Object Address -EQ bob@example.test
        ($bob | New-MailAccount -Quota '2 GB').Inherited | Should -Be 'QuotaWarning'
    }

    It 'a domain in a file of quotas does not ask for warnings of its own' {
        Connect-EmptyStore MailStore, MailDomain
        $null = Save-Objects ($written.MailQuota | Where-Object Address -EQ example.test) Csv | Set-MailQuota -ErrorAction Stop
        (Get-MailDomain example.test).MaxTotalSize | Should -Be 500GB
    }

    It 'Enabled and Disabled bind: <Noun>' -ForEach @(
        @{ Noun = 'MailAccount'; Row = @{ Address = 'x@example.test' } }
        @{ Noun = 'MailAlias'; Row = @{ Address = 'x@example.test'; Target = 'ann@example.test' } }
        @{ Noun = 'MailGroup'; Row = @{ Address = 'x@example.test' } }
        @{ Noun = 'MailDomain'; Row = @{ Name = 'x.example' } }
    ) {
        Connect-EmptyStore MailDomain
        $made = [pscustomobject] ($Row + @{ Enabled = 'False' }) | & "New-$Noun"
        $made.Enabled | Should -BeFalse
        ([pscustomobject] ($Row + @{ Enabled = '' }) | & "Set-$Noun" -PassThru).Enabled | Should -BeFalse
        ([pscustomobject] ($Row + @{ Enabled = 'yes' }) | & "Set-$Noun" -PassThru).Enabled | Should -BeTrue
        # An object of Get- is only named.
        ($made | & "Set-$Noun" -PassThru).Enabled | Should -BeTrue
        if ($Noun -ne 'MailDomain') { ([pscustomobject] $Row | & "Set-$Noun" -Disabled -PassThru).Enabled | Should -BeFalse }
    }

    It 'a time in a CSV file is read as it was written, in every culture: <_>' -ForEach 'en-US', 'en-GB', 'de-DE', 'ja-JP', 'th-TH' {
        Connect-EmptyStore MailStore, MailDomain, MailAccount
        [CultureInfo]::CurrentCulture = $_
        try {
            $row = Save-Objects ($written.MailAppPassword | Where-Object Name -EQ 'my phone') Csv
            ($row | New-MailAppPassword).Expires | Should -Be $written.MailAppPassword[0].Expires
        }
        finally { [CultureInfo]::CurrentCulture = 'en-US' }
    }

    It 'settings of another store come from a file, its empty cells change nothing, and an object is only named' {
        Connect-EmptyStore
        $row = Save-Objects $written.MailStore Csv
        $row.Path = (Get-MailStore).Path
        $row.MaxConnections = $row.QuotaWarning = $row.HostName = ''
        $changed = $row | Set-MailStore -PassThru
        $changed.RelayNetwork | Should -Be '192.0.2.0/24', '198.51.100.7/32'
        $changed.LogonBlockDuration | Should -Be 01:30:00
        $changed.HostName | Should -Be other.example.test
        $changed.MaxConnections | Should -Not -Be 777
        $again = $written.MailStore | Select-Object -First 1
        Set-MailStore -Path $source -MaxRecipients 55
        ($again | Set-MailStore -HostName new.example.test -PassThru).MaxRecipients | Should -Be 55
        Set-MailStore -Path $source -HostName mail.example.test
        { Set-MailStore -MaxRecipients 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Set-MailStore -HostName '' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument,*'
    }
}
