<#
.SYNOPSIS
Two mail servers on this machine, and mail between them: sent, waiting, returned, forwarded and traced.

.DESCRIPTION
Runs as it stands in PowerShell 7.6, after a build, without the internet: the first server reaches the second as its smart
host. Against the real world the setting is left out, and servers are found by MX. Every step checks what really happened; the
first thing that is not as expected ends the script with an error.
#>

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot .. out MailAdmin)

function Step([string] $Text) { Write-Host "`n== $Text" }

function Check([string] $What, $Actual, $Expected = $true) {
    if ($Actual -ne $Expected) { throw "$What`: expected '$Expected', got '$Actual'." }
    Write-Host "   $What"
}

# Waits until something is so, for a minute at most.
function Wait-For([string] $What, [scriptblock] $Condition) {
    $end = (Get-Date).AddMinutes(1)
    while (-not (& $Condition)) {
        if ((Get-Date) -gt $end) { throw "Waited in vain until $What." }
        Start-Sleep -Milliseconds 50
    }
    Write-Host "   $What"
}

# Submits a message as Ann; gives back the last reply.
function Send-Message([string] $To, [string] $Subject, [string] $Parameters = '') {
    $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $submission.Port)
    try {
        $reader = [IO.StreamReader]::new($client.GetStream(), [Text.Encoding]::ASCII)
        $writer = [IO.StreamWriter]::new($client.GetStream(), [Text.Encoding]::ASCII)
        $writer.NewLine = "`r`n"
        $writer.AutoFlush = $true
        $login = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("`0ann@example.test`0" + $ann.GeneratedPassword))
        $commands = '', 'EHLO localhost', "AUTH PLAIN $login", 'MAIL FROM:<ann@example.test>', "RCPT TO:<$To>$Parameters", 'DATA',
            "From: Ann <ann@example.test>`r`nTo: <$To>`r`nSubject: $Subject`r`n`r`nHello!`r`n."
        foreach ($command in $commands) {
            if ($command) { $writer.WriteLine($command) }
            do { $reply = $reader.ReadLine() } while ($reply.Length -gt 3 -and $reply[3] -eq '-')
            if ($reply -notmatch '^[23]') { break }
        }
        $writer.WriteLine('QUIT')
        $reply
    }
    finally { $client.Dispose() }
}

$folder = [IO.Directory]::CreateTempSubdirectory('mailadmin-relay-').FullName
$here = Join-Path $folder here
$there = Join-Path $folder there
try {
    Step 'Two servers: example.test with Ann, peer.test with Bob'
    $null = Initialize-MailStore -Path $here -HostName mail.example.test
    $null = Initialize-MailStore -Path $there -HostName mx.peer.test
    Connect-MailStore $here | Out-Null
    $null = New-MailDomain example.test
    $ann = New-MailAccount ann@example.test -GeneratePassword
    $null = New-MailDomain peer.test -StorePath $there
    $null = New-MailAccount bob@peer.test -GeneratePassword -StorePath $there
    $listener = Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0 -StorePath $there
    $submission = Start-MailListener -Protocol Submission -TlsMode StartTls -Port 0 -AllowPlaintextLogin
    Set-MailStore -SmartHost "127.0.0.1:$($listener.Port)"
    $store = Get-MailStore
    Write-Host "   mail for other domains goes to $($store.SmartHost), for $($store.QueueLifetime.TotalDays) days at most"

    Step 'Ann writes to Bob, who is elsewhere'
    Check 'the message is accepted' (Send-Message bob@peer.test 'First').StartsWith('250')
    Wait-For 'it has arrived' { (Get-MailAccount bob@peer.test -StorePath $there).MessageCount -eq 1 }
    Wait-For 'the queue is empty' { -not (Get-MailQueueItem) }
    Trace-MailMessage -Recipient bob@peer.test | Out-Host
    Check 'the trace has its path' ((Trace-MailMessage -Recipient bob@peer.test).EventId -join ' ') 'Receive Queue Send'

    Step 'The other server is away: the message waits'
    $listener | Stop-MailListener -StorePath $there
    Check 'the next message is accepted' (Send-Message bob@peer.test 'Second').StartsWith('250')
    Wait-For 'an attempt failed' { (Get-MailQueueItem).Status -eq 'Deferred' }
    Get-MailQueueItem | Out-Host
    Get-MailQueueItem | Suspend-MailQueueItem
    Check 'it is suspended' (Get-MailQueueItem).Status Suspended

    Step 'The other server is back: the message goes'
    $listener = Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0 -StorePath $there
    Set-MailStore -SmartHost "127.0.0.1:$($listener.Port)"
    Get-MailQueueItem | Resume-MailQueueItem -Now
    Wait-For 'it has arrived' { (Get-MailAccount bob@peer.test -StorePath $there).MessageCount -eq 2 }

    Step 'Nobody has this name there: Ann hears why'
    Check 'the message is accepted' (Send-Message nobody@peer.test 'Third').StartsWith('250')
    Wait-For 'the report lies in her mailbox' { (Get-MailAccount ann@example.test).MessageCount -eq 1 }
    $bounce = Trace-MailMessage -Recipient nobody@peer.test -EventId Bounce
    Write-Host "   $($bounce.StatusCode) $($bounce.Detail)"
    Check 'the cause is the other server''s' $bounce.StatusCode '5.1.1'

    Step 'A group with a member elsewhere'
    $null = New-MailGroup team@example.test -Member ann@example.test, bob@peer.test -Owner ann@example.test -PostPermission Members
    Get-MailGroup | Out-Host
    Check 'Ann may write to it' (Send-Message team@example.test 'Fourth').StartsWith('250')
    Wait-For 'she has her copy' { (Get-MailAccount ann@example.test).MessageCount -eq 2 }
    Wait-For 'Bob has his' { (Get-MailAccount bob@peer.test -StorePath $there).MessageCount -eq 3 }

    Step 'Everything stops'
    Get-MailListener | Stop-MailListener
    Get-MailListener -StorePath $there | Stop-MailListener -StorePath $there
    Disconnect-MailStore
}
finally {
    # Stops what still runs and releases the store.
    Remove-Module MailAdmin
    Remove-Item $folder -Recurse -Force
}

Write-Host "`nAll as expected."
