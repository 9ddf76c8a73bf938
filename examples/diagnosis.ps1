<#
.SYNOPSIS
Breaks a mail server in one way after the other, asks what is wrong each time, and does what the answer says.

.DESCRIPTION
Runs as it stands in PowerShell 7.6, after a build, on this machine alone. For every fault Test-MailConnection must name the
one cause, and the command that it gives must run; afterwards the same test must find nothing wrong. The first thing that is
not as expected ends the script with an error.
#>

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot .. out MailAdmin)

function Step([string] $Text) { Write-Host "`n== $Text" }

function Check([string] $What, $Actual, $Expected = $true) {
    if ($Actual -ne $Expected) { throw "$What`: expected '$Expected', got '$Actual'." }
    Write-Host "   $What"
}

function New-Credential([string] $Address, [string] $Password) {
    [pscredential]::new($Address, (ConvertTo-SecureString $Password -AsPlainText -Force))
}

# A certificate that ran out yesterday.
function New-ExpiredCertificate {
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=localhost', $key, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName('localhost')
    $request.CertificateExtensions.Add($names.Build())
    $now = [DateTimeOffset]::UtcNow
    $made = $request.CreateSelfSigned($now.AddDays(-30), $now.AddDays(-1))
    [Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12($made.Export('Pfx'), $null, 'Exportable')
}

# Gives mail to the server as another server does.
function Send-Message([string] $To, [string] $Text) {
    $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $ports.Smtp)
    try {
        $reader = [IO.StreamReader]::new($client.GetStream(), [Text.Encoding]::ASCII)
        $writer = [IO.StreamWriter]::new($client.GetStream(), [Text.Encoding]::ASCII)
        $writer.NewLine = "`r`n"
        $writer.AutoFlush = $true
        foreach ($command in '', 'EHLO localhost', 'MAIL FROM:<>', "RCPT TO:<$To>", 'DATA', "Subject: Example`r`n`r`n$Text`r`n.") {
            if ($command) { $writer.WriteLine($command) }
            do { $reply = $reader.ReadLine() } while ($reply.Length -gt 3 -and $reply[3] -eq '-')
            if ($reply -notmatch '^[23]') { throw "SMTP: $reply" }
        }
        $writer.WriteLine('QUIT')
    }
    finally { $client.Dispose() }
}

# Says what is wrong, and runs the command that is given; gives back what that writes.
function Repair([string] $Code, [scriptblock] $Test) {
    $cause = (& $Test).RootCause
    Write-Host "   $($cause.Message)`n   $($cause.Explanation)`n   $($cause.Suggestion)`n   > $($cause.FixCommand)"
    Check "the cause is $Code" $cause.Code $Code
    Check 'there is a command' ($cause.FixCommand.Length -gt 0)
    & ([scriptblock]::Create($cause.FixCommand))
}

$folder = [IO.Directory]::CreateTempSubdirectory('mailadmin-diagnosis-').FullName
try {
    Step 'A server with one account'
    $store = Initialize-MailStore -Path (Join-Path $folder store) -HostName localhost
    Connect-MailStore $store.Path | Out-Null
    $null = New-MailDomain example.test
    $ann = New-Credential ann@example.test (New-MailAccount ann@example.test -GeneratePassword).GeneratedPassword
    $ports = @{}
    foreach ($protocol in 'Submission', 'Pop3', 'Imap') {
        $ports[$protocol] = (Start-MailListener -Protocol $protocol -TlsMode Implicit -Port 0).Port
    }
    $ports.Smtp = (Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0).Port

    # What a user's mail program does, and what other servers do.
    $byImap = { Test-MailConnection ann@example.test -Protocol Imap -Port $ports.Imap -Credential $ann -Summary }
    $bySmtp = { Test-MailConnection ann@example.test -Protocol Smtp -Summary }
    (& $byImap).Checks | Out-Host
    Check 'Ann can read her mail' (& $byImap).Succeeded
    Check 'the server takes mail for her' (& $bySmtp).Succeeded
    Check 'in one word' (Test-MailConnection ann@example.test -Credential $ann -Quiet)

    Step 'A wrong password'
    $wrong = New-Credential ann@example.test 'not this one'
    $new = Repair LogonFailed { Test-MailConnection ann@example.test -Protocol Imap -Credential $wrong -Summary }
    $ann = New-Credential ann@example.test $new.GeneratedPassword
    Check 'the new password works' (& $byImap).Succeeded

    Step 'A disabled account'
    Disable-MailAccount ann@example.test -Confirm:$false
    Check 'other servers are told too' (& $bySmtp).RootCause.Code AccountDisabled
    Repair AccountDisabled $byImap
    Check 'Ann can read her mail again, and get some' ((& $byImap).Succeeded -and (& $bySmtp).Succeeded)

    Step 'A full mailbox'
    Send-Message ann@example.test ('0123456789' * 80 + "`r`n" + '0123456789' * 80)
    Set-MailAccount ann@example.test -Quota '1 KB'
    Check 'other servers are told too' (& $bySmtp).RootCause.Code MailboxFull
    Repair MailboxFull $byImap | Out-Host
    Check 'with more room all is well' ((& $byImap).Succeeded -and (& $bySmtp).Succeeded)

    Step 'A protocol that is switched off'
    Set-MailAccount ann@example.test -Protocol Smtp, Pop3
    Repair ProtocolDisabled $byImap
    Check 'Ann can read her mail again' (& $byImap).Succeeded

    Step 'A wrong port'
    $results = Repair WrongProtocol { Test-MailConnection -Server localhost -Protocol Imap -Port $ports.Pop3 -Summary }
    $results | Out-Host
    Check 'the right port is named' $results[0].Port $ports.Imap
    Check 'nothing fails there' @($results | Where-Object Status -EQ Fail).Count 0

    Step 'A wrong TLS mode'
    $results = Repair PlainOnTlsPort { Test-MailConnection -Server localhost -Protocol Imap -Port $ports.Imap -TlsMode StartTls -Summary }
    Check 'nothing fails with TLS from the start' @($results | Where-Object Status -EQ Fail).Count 0
    $results = Repair TlsOnPlainPort { Test-MailConnection -Server localhost -Protocol Smtp -Port $ports.Smtp -TlsMode Implicit -Summary }
    Check 'nothing fails with STARTTLS' @($results | Where-Object Status -EQ Fail).Count 0

    Step 'A listener that was stopped'
    Stop-MailListener -Protocol Imap -Port $ports.Imap
    Repair PortClosed $byImap | Out-Host
    Check 'Ann can read her mail again' (& $byImap).Succeeded

    Step 'A certificate that ran out'
    Stop-MailListener -Protocol Imap
    $null = Start-MailListener -Protocol Imap -TlsMode Implicit -Port $ports.Imap -Certificate (New-ExpiredCertificate)
    Repair CertificateExpired $byImap | Out-Host
    Check 'Ann can read her mail again' (& $byImap).Succeeded

    Step 'Everything stops'
    Get-MailListener | Stop-MailListener
    Disconnect-MailStore
}
finally {
    # Stops what still runs and releases the store.
    Remove-Module MailAdmin
    Remove-Item $folder -Recurse -Force
}

Write-Host "`nAll as expected."
