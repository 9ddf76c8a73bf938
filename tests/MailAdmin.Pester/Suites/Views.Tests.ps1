# What a person sees of each output type: at 80 and 120 columns, in English and Japanese, with nothing cut and no header wrapped.

BeforeDiscovery {
    Import-Module MailAdmin
    # For each output type: how it is had, and its columns.
    $objects = [ordered]@{
        MailStore                        = { Get-MailStore }
        MailDomain                       = { Get-MailDomain }
        MailAccount                      = { Get-MailAccount }
        'MailAccount#GeneratedPassword'  = { New-MailAccount kenji@example.test -DisplayName '宮沢賢治' -GeneratePassword -IfExists Update }
        MailAppPassword                  = { Get-MailAppPassword }
        'MailAppPassword#AppPassword'    = { New-MailAppPassword ann@example.test -Name "phone $(New-Guid)".Substring(0, 14) }
        MailAlias                        = { Get-MailAlias }
        MailGroup                        = { Get-MailGroup }
        MailGroupMember                  = { Get-MailGroupMember }
        MailQueueItem                    = { Get-MailQueueItem }
        MailTraceEvent                   = { Trace-MailMessage }
        MailServerEvent                  = { $events }
        MailServerLogEntry               = { Get-MailServerLog -First 20 }
        MailQuota                        = { Get-MailQuota }
        MailChange                       = { Get-MailChange }
        MailPasswordTest                 = { Test-MailAccountPassword ann@example.test -Password (New-Credential ann wrong).Password -Detailed }
        MailListener                     = { Get-MailListener }
        MailSession                      = { Get-MailSession }
        MailRegisteredService            = { [MailAdmin.MailRegisteredService]@{ Name = 'mailadmin'; State = 'Running'; ProcessId = 4194304; User = 'mailadmin'; StorePath = '/var/lib/mailadmin' } }
        MailLogonBlock                   = { Get-MailLogonBlock }
        MailMailbox                      = { Get-MailMailbox }
        MailContent                      = { Search-MailContent }
        MailContentTransfer              = { Export-MailContent -Path (Join-Path $TestDrive (New-Guid).Guid.Substring(0, 8)) }
        MailStoreFinding                 = { Test-MailStore }
        MailStoreBackup                  = { Backup-MailStore "$TestDrive/backups" }
        MailStoreRestore                 = { Restore-MailStore (Backup-MailStore "$TestDrive/backups").Path "$TestDrive/restored-$(New-Guid)" }
        MailDomainRegistration           = { Get-MailDomainRegistration example.com -RdapServer $env:MAILADMIN_TEST_WEB }
        MailServerSetting                = { Find-MailServer ann@gmail.com -NameServer $env:MAILADMIN_TEST_DNS -TimeoutSeconds 3 }
        MailTestResult                   = { Test-MailConnection -Server localhost -Protocol Imap -Port $listener.Port }
        MailTestSummary                  = { Test-MailConnection -Server localhost -Protocol Imap -Port $listener.Port -Summary }
        MailQuotaWarning                 = { Set-MailQuota ann@example.test -Quota 1; Send-MailQuotaWarning ann@example.test; Set-MailQuota ann@example.test -Quota 1GB; $null = Send-MailQuotaWarning }
        MailMaintenanceResult            = { Invoke-MailMaintenance }
        MailReport                       = { New-MailReport (Join-Path $TestDrive report.html) -Force }
        MailErrorResolution              = { Resolve-MailError '550 5.7.1 Unable to relay' }
    }
    $translated = 'MailTestResult', 'MailErrorResolution'
    [xml] $format = Get-Content (Join-Path (Get-Module MailAdmin).ModuleBase MailAdmin.Format.ps1xml) -Raw
    $views = foreach ($view in $format.Configuration.ViewDefinitions.View.Where{ $_['TableControl'] }) {
        $type = $view.ViewSelectedBy.TypeName -replace '^MailAdmin\.'
        $columns = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
        $headers = @($view.SelectNodes('TableControl/TableHeaders/TableColumnHeader'))
        $labels = for ($i = 0; $i -lt $columns.Count; $i++) { $headers[$i].SelectSingleNode('Label')?.InnerText ?? $columns[$i].PropertyName }
        foreach ($width in 80, 120) {
            foreach ($culture in 'en-US', 'ja-JP') {
                @{ Type = $type; Columns = $labels; Width = $width; Culture = $culture; Get = $objects[$type]; Translated = $type -in $translated }
            }
        }
    }
    $outputs = foreach ($cmdlet in Get-Command -Module MailAdmin) {
        $types = $cmdlet.ImplementingType.GetCustomAttributes([OutputType], $false).Type.Type
        @{ Cmdlet = $cmdlet.Name; Types = @($types.Where{ $_.Namespace -eq 'MailAdmin' }.Name); Known = @($objects.Keys) }
    }
}

Describe 'Views' {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Import-Module MailAdmin
        $store = Join-Path $TestDrive store
        New-SampleStore $store
        $null = Connect-MailStore $store
        $listener = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0
        # One wrong password, so that there is somebody who is blocked.
        Set-MailStore -LogonFailureLimit 1
        $pop = Start-MailListener -Protocol Pop3 -TlsMode None -Port 0 -AllowPlaintextLogin
        $guess = [Net.Sockets.TcpClient]::new('127.0.0.1', $pop.Port)
        $replies = [IO.StreamReader]::new($guess.GetStream())
        $guess.GetStream().Write([Text.Encoding]::ASCII.GetBytes("USER ann@example.test`r`nPASS wrong`r`nQUIT`r`n"))
        $null = $replies.ReadToEnd()
        Stop-MailListener -Protocol Pop3
        # What is in no mailbox is a finding, if it comes after the store is open.
        Set-Content (Join-Path $store mail large 0000000000000001.eml) 'nobody knows me'
        $watch = Start-ThreadJob { Connect-MailStore $using:store | Out-Null; Watch-MailServer }
        # Until the watch has begun, each connection is one that it may have missed.
        $clients = [Collections.Generic.List[Net.Sockets.TcpClient]]::new()
        Wait-For 'an event' {
            $clients.Add([Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port))
            $null = [IO.StreamReader]::new($clients[-1].GetStream()).ReadLine()
            $script:events = @(Receive-Job $watch -Keep)
            $events.Count -gt 0
        }

        # In cells of a terminal, where the characters of East Asia take two.
        function Measure-Width([string] $Line) { $Host.UI.RawUI.LengthInBufferCells($Line) }
    }

    AfterAll {
        $clients | ForEach-Object Dispose
        Stop-Job $watch
        Remove-Job $watch
        [CultureInfo]::CurrentUICulture = [CultureInfo]::CurrentCulture = 'en-US'
        Remove-Module MailAdmin
    }

    It '<Type> at <Width> columns in <Culture>' -ForEach $views {
        [CultureInfo]::CurrentUICulture = [CultureInfo]::CurrentCulture = $Culture

        $written = @(& $Get)
        $text = $written | Out-String -Width $Width
        $lines = $text.Split("`n").TrimEnd().Where{ $_ }

        $written | Should -Not -BeNullOrEmpty
        -split $lines[0] -join ' ' | Should -Be ($Columns -join ' ')
        $lines[1] | Should -Match '^[- ]+$' -Because 'the header must be one line'
        $text | Should -Not -Match '…' -Because 'nothing may be cut'
        ($lines | ForEach-Object { Measure-Width $_ } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $Width
        if ($Translated) {
            $text -match '[\u3040-\u30ff]' | Should -Be ($Culture -eq 'ja-JP')
        }
    }

    It '<Cmdlet> writes only types that are shown above' -ForEach $outputs {
        $Types | Where-Object { $_ -notin $Known } | Should -BeNullOrEmpty
    }
}

Describe 'Japanese' {
    BeforeAll { Import-Module MailAdmin }
    BeforeEach { [CultureInfo]::CurrentUICulture = 'ja-JP' }
    AfterAll { [CultureInfo]::CurrentUICulture = 'en-US' }

    It '<Cmdlet> has a synopsis' -ForEach $outputs { (Get-Help $Cmdlet).Synopsis | Should -Match '[\u3040-\u30ff\u4e00-\u9fff]' }

    It 'is the language of about_MailAdmin' { Get-Help about_MailAdmin | Out-String | Should -Match '[\u3040-\u30ff]' }
}
