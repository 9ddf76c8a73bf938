# What a gallery shows of the package, and what an installation gives.

Describe 'Package' {
    BeforeAll {
        Import-Module MailAdmin
        $module = Get-Module MailAdmin
        $repository = "MailAdmin.$(New-Guid)"
        $folder = New-Item (Join-Path $TestDrive repository) -ItemType Directory
        Register-PSResourceRepository $repository -Uri $folder.FullName -Trusted
        Publish-PSResource -NupkgPath $env:MAILADMIN_TEST_PACKAGE -Repository $repository
        $resource = Find-PSResource MailAdmin -Repository $repository
    }

    AfterAll {
        Unregister-PSResourceRepository $repository
        Remove-Module MailAdmin
    }

    It 'is imported by name from where it was installed' {
        $module.ModuleBase | Should -BeLike "$HOME*"
    }

    It 'is found by the name of any of its cmdlets' {
        foreach ($cmdlet in $module.ExportedCmdlets.Keys) {
            (Find-PSResource -CommandName $cmdlet -Repository $repository).ParentResource.Name | Should -Be MailAdmin -Because "$cmdlet is in it"
        }
    }

    It 'is found by its tags' {
        (Find-PSResource -Tag IMAP, PSModule -Repository $repository).Name | Should -Be MailAdmin
    }

    It 'says the same as its manifest: <_>' -ForEach 'Description', 'Author', 'ProjectUri', 'LicenseUri', 'IconUri', 'ReleaseNotes' {
        $resource.$_ | Should -Not -BeNullOrEmpty
        "$($resource.$_)".ReplaceLineEndings("`n").Trim() | Should -Be "$($module.$_)".ReplaceLineEndings("`n").Trim()
    }

    It 'has the version of its manifest' { $resource.Version | Should -Be $module.Version }

    It 'has a manifest without a mistake' {
        $path = Join-Path $module.ModuleBase MailAdmin.psd1
        $manifest = Test-ModuleManifest $path -WarningVariable warnings
        $manifest.ExportedCmdlets.Count | Should -BeGreaterThan 50
        $warnings | Should -BeNullOrEmpty
        Get-Content $path -Raw | Should -Not -Match '\{\w+\}'
    }

    It 'brings license, notices, views and help in two languages' {
        foreach ($file in 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'MailAdmin.Format.ps1xml', 'MailAdmin.Types.ps1xml', 'en-US/MailAdmin.dll-Help.xml', 'ja/MailAdmin.dll-Help.xml') {
            Join-Path $module.ModuleBase $file | Should -Exist
        }
    }

    It 'names every library of others in its notices, with the version' {
        $notices = Get-Content (Join-Path $module.ModuleBase THIRD-PARTY-NOTICES.txt) -Raw
        $lock = Get-Content $PSScriptRoot/../../../src/MailAdmin/packages.lock.json -Raw | ConvertFrom-Json -AsHashtable
        $packages = $lock.dependencies.'net10.0'
        $libraries = (Get-ChildItem (Join-Path $module.ModuleBase bin lib) -Filter *.dll).BaseName.Where{ $_ -notlike 'MailAdmin.*' }
        $libraries.Count | Should -BeGreaterThan 5
        foreach ($library in $libraries) {
            $notices | Should -Match "(?m)^$([regex]::Escape($library)) +$([regex]::Escape($packages[$library].resolved)) "
        }
    }

    It 'has a page for each cmdlet under the address of the project' {
        foreach ($cmdlet in Get-Command -Module MailAdmin) {
            $cmdlet.HelpUri | Should -Be "$($module.ProjectUri)/wiki/$($cmdlet.Name)"
        }
    }
}
