# A store with something of everything in it, for the suites that show the cmdlets at work. Dot-source it.

function New-Credential([string] $Address, [string] $Password = 'secret-1') {
    [pscredential]::new($Address, (ConvertTo-SecureString $Password -AsPlainText -Force))
}

# Waits until something is so, for half a minute at most.
function Wait-For([string] $What, [scriptblock] $Condition) {
    $end = (Get-Date).AddSeconds(30)
    while (-not (& $Condition)) {
        if ((Get-Date) -gt $end) { throw "Waited in vain for $What." }
        Start-Sleep -Milliseconds 20
    }
}

# Gives a message to a listener without TLS, as another server does.
function Send-Message([int] $Port, [string[]] $To) {
    $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $Port)
    try {
        $reader = [IO.StreamReader]::new($client.GetStream())
        $writer = [IO.StreamWriter]::new($client.GetStream())
        $writer.NewLine = "`r`n"
        $writer.AutoFlush = $true
        $recipients = foreach ($address in $To) { "RCPT TO:<$address>" }
        foreach ($command in @('', 'EHLO localhost', 'MAIL FROM:<ann@example.test>') + $recipients +
            @('DATA', "From: Ann <ann@example.test>`r`nMessage-ID: <42@example.test>`r`nSubject: Hello`r`n`r`nHello!`r`n.")) {
            if ($command) { $writer.WriteLine($command) }
            do { $reply = $reader.ReadLine() } while ($reply.Length -gt 3 -and $reply[3] -eq '-')
            if ($reply -notmatch '^[23]') { throw "$command`: $reply" }
        }
        $writer.WriteLine('QUIT')
    }
    finally { $client.Dispose() }
}

# Two domains, two accounts with mail, an alias, two groups, and a message that waits for a server that takes none.
function New-SampleStore([string] $Path) {
    $null = Initialize-MailStore $Path -HostName mail.example.test
    $null = Connect-MailStore $Path
    $null = New-MailDomain example.test, old.example.test
    $null = 'ann@example.test', 'bob@example.test' | New-MailAccount -Password (New-Credential ann).Password -DisplayName 'An Example'
    $null = New-MailAppPassword ann@example.test -Name tablet
    $null = New-MailAlias sales@example.test -Target ann@example.test
    $null = New-MailGroup team@example.test, news@example.test -Member ann@example.test -Owner ann@example.test
    Set-MailStore -RelayNetwork 127.0.0.0/8 -SmartHost 127.0.0.1:9
    $listener = Start-MailListener -Protocol Smtp -TlsMode None -Port 0
    Send-Message $listener.Port ann@example.test, bob@example.test, bob@example.net
    Wait-For 'the first attempt' { (Get-MailQueueItem).Status -eq 'Deferred' }
    Stop-MailListener
    Disconnect-MailStore
}
