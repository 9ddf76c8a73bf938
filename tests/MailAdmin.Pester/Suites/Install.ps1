<#
.SYNOPSIS
Publishes the package to a folder repository and installs it from there, as people do from the gallery.
#>
param([string] $Package, [string] $Folder)

$ErrorActionPreference = 'Stop'
$repository = "MailAdmin.$(New-Guid)"
$path = New-Item (Join-Path $Folder repository) -ItemType Directory
Register-PSResourceRepository $repository -Uri $path.FullName -Trusted
try {
    Publish-PSResource -NupkgPath $Package -Repository $repository
    if ($IsWindows) {
        # Where an installation goes is a setting of the user there, which the tests leave alone.
        Save-PSResource MailAdmin -Repository $repository -Path (New-Item (Join-Path $Folder modules) -ItemType Directory)
    }
    else {
        Install-PSResource MailAdmin -Repository $repository -Scope CurrentUser
    }
}
finally {
    Unregister-PSResourceRepository $repository
}
