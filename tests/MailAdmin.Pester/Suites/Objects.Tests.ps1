# What people do with the objects that cmdlets write: compare, group, subtract, divide, and send to another process.

Describe 'Objects' {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Import-Module MailAdmin
        $store = Join-Path $TestDrive store
        New-SampleStore $store
        $null = Connect-MailStore $store
        Set-MailAlias sales@example.test -Target ann@example.test, bob@example.test
        $ann = Set-MailAccount ann@example.test -Quota 3GB -PassThru
    }

    AfterAll { Remove-Module MailAdmin }

    It 'true: <_>' -ForEach @(
        "(@{ 'ann@example.test' = 1 })[`$ann.Address] -eq 1"
        "((Get-MailAccount).EmailAddress -join ' ') -eq 'ann@example.test bob@example.test'"
        "(Get-MailAccount).EmailAddress -contains 'BOB@example.test'"
        "(Get-MailAccount | ForEach-Object EmailAddress)[1] -eq 'bob@example.test'"
        "(Get-MailAccount | Where-Object EmailAddress -Like bob*).Address -eq 'bob@example.test'"
        "(Get-MailAccount | Select-Object EmailAddress)[0].EmailAddress -eq 'ann@example.test'"
        "'ann@example.test' -in (Get-MailAlias).Target"
        "(Get-MailGroup).Member -contains 'ann@example.test'"
        "`$ann.Address.Split('@')[0] -ceq 'ann'"
        "`$ann.Address -like '*@example.test'"
        "((Get-MailGroupMember | Group-Object Member).Name -join ' ') -eq 'ann@example.test'"
        "(Compare-Object @('ann@example.test') (Get-MailAccount).EmailAddress).InputObject -eq 'bob@example.test'"
        "(Get-MailAccount | Sort-Object Address -Descending)[0].Address -eq 'bob@example.test'"
        "(Get-MailDomain example.test).Name.ToUpper() -ceq 'EXAMPLE.TEST'"
        "`$ann.Domain -eq (Get-MailDomain example.test).Name"
        "([MailAdmin.EmailAddress] `$ann.Address).Domain.Ascii -eq 'example.test'"
        "(Get-MailQueueItem).Recipient -contains 'bob@example.net' -and (Get-MailQueueItem).Sender -eq 'ann@example.test'"
        "((Get-Date) - `$ann.Created).TotalHours -lt 1"
        "(`$ann.Created - (Get-Date).AddDays(-1)).TotalHours -gt 23"
        "`$ann.Created -gt (Get-Date).AddHours(-1) -and (Get-Date).AddHours(-1) -lt `$ann.Created"
        "`$ann.Created.Kind -eq 'Local'"
        "(Get-MailAccount | Sort-Object Created)[0].Address -eq 'ann@example.test'"
        "((Get-Date) - (Get-MailChange)[0].When).TotalHours -lt 1"
        "((Get-Date) - (Get-MailStore).Created).TotalHours -lt 1"
        "((Get-Date) - (Trace-MailMessage)[0].Timestamp).TotalHours -lt 1"
        "((Get-MailQueueItem).NextAttempt - (Get-Date)).TotalHours -lt 1"
        "`$ann.Quota / 1GB -eq 3 -and `$ann.Quota / 1.5GB -eq 2 -and `$ann.Quota / 6GB -eq 0.5"
        "`$ann.Quota / `$ann.Quota -eq 1 -and (`$ann.Quota * 2) -eq 6GB -and (`$ann.Quota - 1GB) -eq '2 GB'"
        "`$ann.Quota -gt 2GB -and `$ann.Quota -eq 3GB -and `$ann.Quota -lt '4 GB' -and 2GB -lt `$ann.Quota"
        "(Get-MailAccount | Sort-Object Quota)[0].Address -eq 'ann@example.test'"
        "(Get-MailAccount | Measure-Object Quota -Maximum).Maximum -gt 3GB"
        "(Get-MailAccount | Measure-Object UsedSize -Sum).Sum -gt 0"
        "[math]::Round(`$ann.Quota / 1MB) -eq 3072"
        "`"`$(`$ann.Quota)`" -eq '3 GB'"
        "(`$ann | ConvertTo-Json | ConvertFrom-Json).Address -is [string]"
        "(Get-MailAlias | ConvertTo-Json | ConvertFrom-Json).Target[1] -eq 'bob@example.test'"
        "(Get-MailDomain example.test | ConvertTo-Json | ConvertFrom-Json).Name -is [string]"
        "(`$ann | ConvertTo-Json | ConvertFrom-Json).Created -eq `$ann.Created"
        "(`$ann | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties.Name -notcontains 'EmailAddress'"
        "(Get-MailAlias | ConvertTo-Csv | ConvertFrom-Csv).Target -eq 'ann@example.test;bob@example.test'"
        "(Get-MailChange -Command Set-MailAccount -First 1 | ConvertTo-Csv | ConvertFrom-Csv).After -eq 'Quota=3 GB'"
        "(Get-MailChange -Command Set-MailAccount -First 1).After.Quota -eq '3 GB'"
    ) {
        $condition = [scriptblock]::Create($_)
        & $condition | Should -BeTrue
    }

    It 'a size is exact in another process and in a file, and short for people' {
        $size = (Set-MailAccount bob@example.test -Quota 1234567890 -PassThru).Quota
        "$size" | Should -Be '1.15 GB'
        $job = Start-Job { Import-Module MailAdmin; Get-MailAccount bob@example.test -StorePath $using:store }
        [MailAdmin.MailSize] (Receive-Job $job -Wait -AutoRemoveJob).Quota | Should -Be $size
        [MailAdmin.MailSize] (Get-MailAccount bob@example.test | ConvertTo-Csv | ConvertFrom-Csv).Quota | Should -Be $size
        (Get-MailAccount bob@example.test | ConvertTo-Json | ConvertFrom-Json).Quota.Bytes | Should -Be 1234567890
    }
}
