@{
    RootModule           = 'bin/MailAdmin.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0b1f5e-2b6c-4a53-9c2e-7f1f6d0c8a41'
    Author               = 'The MailAdmin authors'
    CompanyName          = 'The MailAdmin authors'
    Copyright            = '(c) The MailAdmin authors. MIT License.'
    Description          = 'A mail server (SMTP, POP3, IMAP) and its administration in one module: domains, accounts, aliases, quotas, listeners and diagnosis, with no service to install first.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('MailAdmin.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-MailGroupMember'
        'Connect-MailStore'
        'Disable-MailAccount'
        'Disable-MailDomain'
        'Disconnect-MailStore'
        'Enable-MailAccount'
        'Enable-MailDomain'
        'Export-MailQueueItem'
        'Find-MailServer'
        'Get-MailAccount'
        'Get-MailAlias'
        'Get-MailDomain'
        'Get-MailDomainRegistration'
        'Get-MailGroup'
        'Get-MailGroupMember'
        'Get-MailListener'
        'Get-MailMailbox'
        'Get-MailQueueItem'
        'Get-MailQuota'
        'Get-MailSession'
        'Get-MailStore'
        'Initialize-MailStore'
        'New-MailAccount'
        'New-MailAlias'
        'New-MailDomain'
        'New-MailGroup'
        'Remove-MailAccount'
        'Remove-MailAlias'
        'Remove-MailDomain'
        'Remove-MailGroup'
        'Remove-MailGroupMember'
        'Remove-MailQueueItem'
        'Rename-MailAccount'
        'Repair-MailStore'
        'Resolve-MailError'
        'Restart-MailListener'
        'Resume-MailQueueItem'
        'Set-MailAccount'
        'Set-MailAccountPassword'
        'Set-MailAlias'
        'Set-MailDomain'
        'Set-MailGroup'
        'Set-MailQuota'
        'Set-MailStore'
        'Start-MailListener'
        'Start-MailQueueDelivery'
        'Stop-MailListener'
        'Stop-MailSession'
        'Suspend-MailQueueItem'
        'Test-MailAccountPassword'
        'Test-MailBlocklist'
        'Test-MailConnection'
        'Test-MailDomain'
        'Test-MailRelay'
        'Test-MailRoundTrip'
        'Test-MailServer'
        'Test-MailStore'
        'Test-MailTls'
        'Trace-MailMessage'
        'Watch-MailServer'
    )
    # What stands in braces is filled in when the module is staged: see src/MailAdmin/Gallery.targets.
    PrivateData          = @{
        PSData = @{
            Tags         = @('Mail', 'Email', 'SMTP', 'IMAP', 'POP3', 'MailServer', 'Server', 'Administration', 'Diagnostics', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS', '{CommandTags}')
            ProjectUri   = '{ProjectUrl}'
            LicenseUri   = '{LicenseUrl}'
            IconUri      = '{IconUrl}'
            ReleaseNotes = @'
{ReleaseNotes}
'@
        }
    }
}
