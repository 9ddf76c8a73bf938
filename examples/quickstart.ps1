<#
.SYNOPSIS
From nothing to a mail server with three accounts, twenty messages and a diagnosis, in a folder that is gone afterwards.

.DESCRIPTION
Runs as it stands in PowerShell 7.6, after a build. Every step checks what really happened; the first thing that is not as
expected ends the script with an error.
#>

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot .. out MailAdmin)

$latin1 = [Text.Encoding]::Latin1
$utf8 = [Text.UTF8Encoding]::new($false)

function Step([string] $Text) { Write-Host "`n== $Text" }

function Check([string] $What, $Actual, $Expected = $true) {
    if ($Actual -ne $Expected) { throw "$What`: expected '$Expected', got '$Actual'." }
    Write-Host "   $What"
}

# A certificate for this run, which the clients below trust and nothing else does.
function New-Certificate {
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=localhost', $key, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName('localhost')
    $request.CertificateExtensions.Add($names.Build())
    $now = [DateTimeOffset]::UtcNow
    $made = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(7))
    [Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12(
        $made.Export('Pfx'), $null, 'Exportable')
}

# The clients: a connection is a reader and a writer of lines. Latin-1 makes one character of each byte, so nothing is lost.
function Open-Connection([int] $Port) {
    $client = [Net.Sockets.TcpClient]::new('localhost', $Port)
    $policy = [Security.Cryptography.X509Certificates.X509ChainPolicy]::new()
    $policy.TrustMode = 'CustomRootTrust'
    $policy.RevocationMode = 'NoCheck'
    $null = $policy.CustomTrustStore.Add($certificate)
    $options = [Net.Security.SslClientAuthenticationOptions]::new()
    $options.TargetHost = 'localhost'
    $options.CertificateChainPolicy = $policy
    $tls = [Net.Security.SslStream]::new($client.GetStream())
    $tls.AuthenticateAsClient($options)
    $writer = [IO.StreamWriter]::new($tls, $latin1)
    $writer.NewLine = "`r`n"
    $writer.AutoFlush = $true
    [pscustomobject]@{ Client = $client; Reader = [IO.StreamReader]::new($tls, $latin1); Writer = $writer }
}

# Sends a command of SMTP and gives back the last line of the reply.
function Invoke-Smtp($Connection, [string] $Command) {
    if ($Command) { $Connection.Writer.WriteLine($Command) }
    do { $line = $Connection.Reader.ReadLine() } while ($line.Length -gt 3 -and $line[3] -eq '-')
    $line
}

# Submits messages; gives back the final reply to each.
function Send-Message([pscredential] $From, [string[]] $To, [string[]] $Message) {
    $smtp = Open-Connection $ports.Submission
    try {
        $null = Invoke-Smtp $smtp
        $null = Invoke-Smtp $smtp 'EHLO localhost'
        $secret = "`0" + $From.UserName + "`0" + $From.GetNetworkCredential().Password
        Check 'the server takes the password' (Invoke-Smtp $smtp "AUTH PLAIN $([Convert]::ToBase64String($utf8.GetBytes($secret)))").Substring(0, 3) '235'
        foreach ($text in $Message) {
            $reply = Invoke-Smtp $smtp "MAIL FROM:<$($From.UserName)> BODY=8BITMIME"
            foreach ($recipient in $To) {
                if ($reply.StartsWith('250')) { $reply = Invoke-Smtp $smtp "RCPT TO:<$recipient>" }
            }
            if ($reply.StartsWith('250')) {
                $null = Invoke-Smtp $smtp 'DATA'
                # A line that begins with a dot gets a second one (RFC 5321, 4.5.2).
                $reply = Invoke-Smtp $smtp (($text -replace '(?m)^\.', '..') + '.')
            }
            else {
                $null = Invoke-Smtp $smtp 'RSET'
            }
            $reply
        }
        $null = Invoke-Smtp $smtp 'QUIT'
    }
    finally { $smtp.Client.Dispose() }
}

# Gives back every message of an account, as it was sent over POP3.
function Receive-ByPop3([pscredential] $Account) {
    $pop3 = Open-Connection $ports.Pop3
    try {
        $null = $pop3.Reader.ReadLine()
        foreach ($command in "USER $($Account.UserName)", "PASS $($Account.GetNetworkCredential().Password)", 'STAT') {
            $pop3.Writer.WriteLine($command)
            $reply = $pop3.Reader.ReadLine()
            if (-not $reply.StartsWith('+OK')) { throw "POP3: $reply" }
        }
        $count = [int] $reply.Split(' ')[1]
        for ($number = 1; $number -le $count; $number++) {
            $pop3.Writer.WriteLine("RETR $number")
            $null = $pop3.Reader.ReadLine()
            $message = [Text.StringBuilder]::new()
            while (($line = $pop3.Reader.ReadLine()) -ne '.') {
                $null = $message.Append(($line -replace '^\.', '')).Append("`r`n")
            }
            $message.ToString()
        }
        $pop3.Writer.WriteLine('QUIT')
        $null = $pop3.Reader.ReadLine()
    }
    finally { $pop3.Client.Dispose() }
}

# Gives back every message of an account's inbox, as it was sent over IMAP.
function Receive-ByImap([pscredential] $Account) {
    $imap = Open-Connection $ports.Imap
    try {
        $null = $imap.Reader.ReadLine()
        $imap.Writer.WriteLine("a1 LOGIN `"$($Account.UserName)`" `"$($Account.GetNetworkCredential().Password)`"")
        do { $line = $imap.Reader.ReadLine() } until ($line.StartsWith('a1 '))
        if (-not $line.StartsWith('a1 OK')) { throw "IMAP: $line" }
        $imap.Writer.WriteLine('a2 SELECT INBOX')
        do { $line = $imap.Reader.ReadLine() } until ($line.StartsWith('a2 '))
        $imap.Writer.WriteLine('a3 FETCH 1:* BODY.PEEK[]')
        while (-not ($line = $imap.Reader.ReadLine()).StartsWith('a3 ')) {
            if ($line -match '\{(\d+)\}$') {
                $bytes = [char[]]::new([int] $Matches[1])
                $null = $imap.Reader.ReadBlock($bytes, 0, $bytes.Length)
                [string]::new($bytes)
            }
        }
        $imap.Writer.WriteLine('a4 LOGOUT')
    }
    finally { $imap.Client.Dispose() }
}

# Messages as mail programs write them: text, UTF-8, Japanese, HTML beside text, attachments, lines that begin with a dot.
function New-Message([int] $Number, [string] $From, [string] $To) {
    $date = [DateTimeOffset]::UtcNow.ToString('ddd, dd MMM yyyy HH:mm:ss +0000', [Globalization.CultureInfo]::InvariantCulture)
    $subject, $type, $body = switch ($Number % 5) {
        0 { 'Minutes of the meeting', 'text/plain; charset=us-ascii', "Dear all,`r`n`r`n. a line that begins with a dot`r`n.. and one with two`r`n" }
        1 { "=?utf-8?B?$([Convert]::ToBase64String($utf8.GetBytes('会議のお知らせ')))?=", 'text/plain; charset=utf-8', "賢治様`r`n`r`n来週の会議は火曜日です。`r`n" }
        2 { 'Gruesse', 'text/plain; charset=utf-8', "Viele Grüße aus Köln, 10 € für den Kaffee.`r`n" }
        3 { 'Offer', 'multipart/alternative; boundary=parts', "--parts`r`nContent-Type: text/plain`r`n`r`nOur offer.`r`n--parts`r`nContent-Type: text/html`r`n`r`n<p>Our <b>offer</b>.</p>`r`n--parts--`r`n" }
        4 {
            $bytes = [byte[]]::new(3000)
            [Random]::new($Number).NextBytes($bytes)
            'Report', 'multipart/mixed; boundary=parts', ("--parts`r`nContent-Type: text/plain`r`n`r`nSee the attachment.`r`n--parts`r`n" +
                "Content-Type: application/octet-stream; name=report.bin`r`nContent-Transfer-Encoding: base64`r`n`r`n" +
                [Convert]::ToBase64String($bytes, 'InsertLineBreaks') + "`r`n--parts--`r`n")
        }
    }
    $text = "From: $From`r`nTo: $To`r`nSubject: $subject`r`nDate: $date`r`nMessage-ID: <$Number.$([guid]::NewGuid())@example.test>`r`n" +
        "MIME-Version: 1.0`r`nContent-Type: $type`r`nContent-Transfer-Encoding: 8bit`r`n`r`n$body"
    $latin1.GetString($utf8.GetBytes($text))
}

# Says that what an account received is what was sent, byte for byte, below the lines that the server put on top.
function Compare-Message([string[]] $Received, [string[]] $Sent, [string] $By) {
    Check "$($Received.Count) messages came by $By" $Received.Count $Sent.Count
    for ($i = 0; $i -lt $Sent.Count; $i++) {
        if (-not $Received[$i].EndsWith($Sent[$i], [StringComparison]::Ordinal)) { throw "Message $($i + 1) by $By is not what was sent." }
    }
    Check 'each is what was sent, byte for byte' $true
}

$folder = [IO.Directory]::CreateTempSubdirectory('mailadmin-quickstart-').FullName
try {
    Step 'A store in a folder, and a domain'
    $store = Initialize-MailStore -Path (Join-Path $folder store) -HostName localhost
    Connect-MailStore $store.Path | Out-Null
    New-MailDomain example.test -Description 'Quickstart' | Out-Host

    Step 'Three accounts with quotas from a CSV file'
    $csv = Join-Path $folder accounts.csv
    Set-Content $csv @(
        'Address,DisplayName,Quota'
        'ann@example.test,Ann Example,30 KB'
        'bob@example.test,Bob Example,20 MB'
        'kenji@example.test,宮沢賢治,20 MB')
    $credential = @{}
    foreach ($account in Import-Csv $csv | New-MailAccount -GeneratePassword) {
        $secret = ConvertTo-SecureString $account.GeneratedPassword -AsPlainText -Force
        $credential["$($account.Address)".Split('@')[0]] = [pscredential]::new($account.Address, $secret)
    }
    Get-MailAccount | Out-Host
    Check 'there are three accounts' @(Get-MailAccount).Count 3

    Step 'Listeners on free ports'
    $certificate = New-Certificate
    $ports = @{}
    foreach ($protocol in 'Submission', 'Pop3', 'Imap') {
        $ports[$protocol] = (Start-MailListener -Protocol $protocol -TlsMode Implicit -Port 0 -Certificate $certificate).Port
    }
    $ports.Smtp = (Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0 -Certificate $certificate).Port
    Get-MailListener | Out-Host
    Check 'four ports are open' @(Get-MailListener).Count 4

    Step 'Ann submits twenty messages to Bob and Kenji'
    $sent = foreach ($number in 1..20) { New-Message $number 'Ann Example <ann@example.test>' 'bob@example.test, kenji@example.test' }
    $replies = Send-Message $credential.ann @('bob@example.test', 'kenji@example.test') $sent
    Check 'all twenty are accepted' @($replies | Where-Object { $_.StartsWith('250') }).Count 20

    Step 'Bob reads them by POP3, Kenji by IMAP'
    Compare-Message (Receive-ByPop3 $credential.bob) $sent 'POP3'
    Compare-Message (Receive-ByImap $credential.kenji) $sent 'IMAP'
    Get-MailMailbox | Where-Object MessageCount -GT 0 | Out-Host

    Step 'A mailbox that is full refuses, and says so'
    $long = (New-Message 2 'Bob Example <bob@example.test>' 'ann@example.test') + ('0123456789' * 90 + "`r`n") * 20
    $replies = Send-Message $credential.bob @('ann@example.test') @($long, $long)
    Write-Host "   $($replies[0])`n   $($replies[1])"
    Check 'the first one is accepted' $replies[0].Substring(0, 3) '250'
    Check 'the second one is refused, because the mailbox is full' ($replies[1] -match '^(452 4\.2\.2|552 5\.2\.2) ')
    Check 'nothing of it is left' (Get-MailAccount ann@example.test).MessageCount 1
    Get-MailQuota | Out-Host

    Step 'A diagnosis: all is well'
    $results = Test-MailConnection bob@example.test -Protocol Imap -Credential $credential.bob
    $results | Out-Host
    Check 'nothing failed' @($results | Where-Object Status -EQ Fail).Count 0

    Step 'A diagnosis: a wrong password'
    $wrong = [pscredential]::new('bob@example.test', (ConvertTo-SecureString 'not this one' -AsPlainText -Force))
    $cause = (Test-MailConnection bob@example.test -Protocol Imap -Credential $wrong -Summary).RootCause
    Write-Host "   $($cause.Message)`n   $($cause.Suggestion)`n   $($cause.FixCommand)"
    Check 'the cause is LogonFailed' $cause.Code LogonFailed

    Step 'A diagnosis: a wrong port'
    $cause = (Test-MailConnection -Server localhost -Protocol Imap -Port $ports.Pop3 -Summary).RootCause
    Write-Host "   $($cause.Message)`n   $($cause.Suggestion)`n   $($cause.FixCommand)"
    Check 'the cause is WrongProtocol' $cause.Code WrongProtocol
    Check 'the right port is named' $cause.FixCommand.Contains("-Port $($ports.Imap)")

    Step 'Everything stops and is removed'
    Get-MailListener | Stop-MailListener
    Check 'no port is open' @(Get-MailListener).Count 0
    'bob@example.test', 'kenji@example.test', 'ann@example.test' | Remove-MailAccount -Confirm:$false
    Remove-MailDomain example.test -Confirm:$false
    Check 'no account is left' @(Get-MailAccount).Count 0
    Disconnect-MailStore
}
finally {
    # Stops what still runs and releases the store.
    Remove-Module MailAdmin
    Remove-Item $folder -Recurse -Force
}

Write-Host "`nAll as expected."
