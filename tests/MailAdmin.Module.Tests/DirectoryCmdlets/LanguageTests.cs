using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class LanguageTests
{
    private const string Japanese = "[cultureinfo]::CurrentUICulture = 'ja-JP'; ";

    [Fact]
    public void An_error_is_in_the_language_of_the_session_and_its_id_is_not()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ErrorRecord english = Assert.Single(shell.Run("Remove-MailAccount ann@example.test -Confirm:$false").Errors);
        ErrorRecord japanese = Assert.Single(shell.Run(Japanese + "Remove-MailAccount ann@example.test -Confirm:$false").Errors);

        Assert.Equal(english.FullyQualifiedErrorId, japanese.FullyQualifiedErrorId);
        Assert.Equal("The account 'ann@example.test' does not exist.", english.ToString());
        Assert.Equal("アカウント 'ann@example.test' は存在しません。", japanese.ToString());
        Assert.Equal("Get-MailAccount でアカウントの一覧を確認してください。", japanese.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_question_is_in_the_language_of_the_session()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        Assert.Contains("Remove account and its messages", shell.Run("Remove-MailAccount ann@example.test -WhatIf").HostText, StringComparison.Ordinal);
        Assert.Contains("アカウントとそのメッセージの削除", shell.Run(Japanese + "Remove-MailAccount ann@example.test -WhatIf").HostText, StringComparison.Ordinal);
    }
}
