# Every example of the help runs as it stands: in a store of its own, in a folder of its own, and without the internet.

BeforeDiscovery {
    Import-Module MailAdmin
    $examples = foreach ($cmdlet in Get-Command -Module MailAdmin) {
        foreach ($example in (Get-Help $cmdlet.Name -Full).examples.example) {
            @{ Cmdlet = $cmdlet.Name; Title = $example.title.Trim('- ') -replace '^Example \d+: '; Code = $example.code }
        }
    }
}

Describe 'Examples' {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Import-Module MailAdmin
        $template = Join-Path $TestDrive template
        New-SampleStore $template

        # What an example expects to find, or not to find, beyond the sample.
        $preparations = [ordered]@{
            'Connect-MailStore *'                   = { Copy-Item $env:MAILADMIN_STORE ./store -Recurse }
            'Initialize-MailStore -HostName *'      = { $env:MAILADMIN_STORE = Join-Path $PWD default }
            'New-MailDomain *'                      = { Remove-MailDomain example.test -Recurse -Confirm:$false }
            'New-MailAlias *'                       = { Remove-MailAlias sales@example.test }
            'New-MailGroup *'                       = { Get-MailGroup | Remove-MailGroup }
            'New-MailAccount *'                     = { Remove-MailDomain example.test -Recurse -Confirm:$false; $null = New-MailDomain example.test }
            '* | New-MailAccount *'                 = { Remove-MailAccount bob@example.test -Confirm:$false }
            'Import-Csv groups.csv *'               = { 'Address,Member,Owner', 'staff@example.test,ann@example.test; bob@example.test,' | Set-Content groups.csv }
            'Import-Csv accounts.csv *'             = { 'Address,DisplayName,Quota,InitialPassword', 'carl@example.test,Carl,2 GB,secret-2', 'dora@example.test,Dora,,secret-3' | Set-Content accounts.csv }
            'Import-MailContent ann@example.test -Path ./Maildir'   = { $null = Export-MailContent bob@example.test -Path . -Format Maildir; Rename-Item bob@example.test Maildir }
            'Import-MailContent ann@example.test -Path ./Old.mbox*' = { "From bob@example.test Sat Jan  3 01:05:34 2026`nSubject: Old`n`nHello`n" | Set-Content Old.mbox }
            'Import-MailContent bob@example.test -Path ./archive/*' = { $null = Export-MailContent ann@example.test -Path ./archive -Format Zip }
            'Copy-MailContent *'                    = {
                $null = New-MailDomain other.example
                $null = New-MailAccount ann@other.example -Password (New-Credential ann).Password
                $null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0
            }
            'Remove-MailAppPassword *'              = { $null = New-MailAppPassword ann@example.test -Name phone }
            '*-MailListener*'                       = { $null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 }
            'Watch-MailServer*'                     = { $null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 }
            'Test-MailRoundTrip ann@example.test -Credential ann@example.test' =
                { foreach ($protocol in 'Submission', 'Imap') { $null = Start-MailListener -Protocol $protocol -TlsMode Implicit -Port 0 } }
        }

        # What cannot run as it stands, and how it runs instead. Any other example runs to the letter.
        $replacements = [ordered]@{
            # Asks for a password: a person types one.
            '-(\w*Credential) (\S+@\S+)' = '-$1 (New-Credential $2)'
            '^(\w+-MailAccountPassword ann@example\.test)$' = '$1 -Password (New-Credential ann).Password'
            # Other people's servers: this machine, and a name server on it.
            '\b(mail|imap|smtp)\.(example\.test|other\.example)\b' = 'localhost'
            '192\.0\.2\.53'              = $env:MAILADMIN_TEST_DNS
            '^(Copy-MailContent .*)$'    = '$1 -Port (Get-MailListener).Port -TlsMode StartTls -SkipCertificateCheck'
            # Ports that may be taken here, and a certificate that is not here: said, not done.
            '-PortOffset 8000'           = '-PortOffset 8000 -WhatIf'
            '(mail\.pem) -Wait$'         = '$1 -WhatIf'
        }

        # The name servers and the registry of the world stand on loopback, and a server that does not answer is not waited for.
        $global:PSDefaultParameterValues = @{ '*-MailDomainRegistration:RdapServer' = $env:MAILADMIN_TEST_WEB; 'Test-MailDomain:RdapServer' = $env:MAILADMIN_TEST_WEB }
        foreach ($cmdlet in 'Find-MailServer', 'Test-MailConnection', 'Test-MailDomain', 'Test-MailBlocklist') {
            $PSDefaultParameterValues["$cmdlet`:NameServer"] = $env:MAILADMIN_TEST_DNS
        }
        foreach ($cmdlet in Get-Command -Module MailAdmin -Verb Test, Find -ParameterName TimeoutSeconds) {
            $PSDefaultParameterValues["$($cmdlet.Name):TimeoutSeconds"] = 3
        }

        $number = 0
    }

    BeforeEach {
        $folder = New-Item (Join-Path $TestDrive "example-$(($script:number++))") -ItemType Directory
        Set-Location $folder
        $env:MAILADMIN_STORE = Join-Path $folder sample
        Copy-Item $template $env:MAILADMIN_STORE -Recurse
        $Error.Clear()
    }

    AfterEach {
        if (Get-MailListener) { Stop-MailListener }
        Disconnect-MailStore
        Set-Location $TestDrive
    }

    AfterAll { Remove-Module MailAdmin }

    It '<Cmdlet>: <Title>' -ForEach $examples {
        foreach ($pattern in $preparations.Keys) {
            if ($Code -like $pattern) { . $preparations[$pattern] }
        }
        foreach ($pattern in $replacements.Keys) { $Code = $Code -replace $pattern, $replacements[$pattern] }

        if ($Cmdlet -eq 'Watch-MailServer') {
            # Goes on until it is stopped, as Ctrl+C does.
            $job = Start-ThreadJob ([scriptblock]::Create("Import-Module MailAdmin; 'begun'; $Code"))
            Wait-For 'the job' { $job.Output.Count -gt 0 }
            Stop-Job $job
            $job.State | Should -Be 'Stopped'
            $output = Receive-Job $job -ErrorAction Stop
            Remove-Job $job
        }
        else {
            $ErrorActionPreference = 'Stop'
            $output = & ([scriptblock]::Create($Code))
        }

        { $output | Out-String } | Should -Not -Throw
    }
}
