using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class AccountTests
{
    [Fact]
    public void An_invalid_address_in_the_middle_is_reported_and_the_others_are_created_in_order()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result =
            shell.Run("'a@example.test', 'not an address', 'b@example.test', 'c@unknown.test', 'a@example.test', 'd@example.test' | New-MailAccount");

        Assert.Equal(
            ["a@example.test", "b@example.test", "d@example.test"],
            result.Output.Select(account => account.Properties["Address"].Value.ToString()));
        Assert.Equal(
            [
                (
                    "InvalidAddress,MailAdmin.Commands.Accounts.NewMailAccountCommand",
                    ErrorCategory.InvalidArgument,
                    "not an address"),
                (
                    "DomainNotFound,MailAdmin.Commands.Accounts.NewMailAccountCommand",
                    ErrorCategory.ObjectNotFound,
                    "unknown.test"),
                (
                    "AccountExists,MailAdmin.Commands.Accounts.NewMailAccountCommand",
                    ErrorCategory.ResourceExists,
                    "a@example.test"),
            ],
            result.Errors.Select(
                error => (error.FullyQualifiedErrorId, error.CategoryInfo.Category, error.TargetObject.ToString()!)));
        Assert.All(
            result.Errors,
            error =>
                Assert.Contains(error.TargetObject.ToString()!, error.Exception.Message, StringComparison.Ordinal));
        Assert.NotEqual("", result.Errors[1].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Rows_of_a_csv_file_bind_by_name_and_empty_cells_count_as_not_given()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        PSObject account = Assert.Single(shell.Run("""
            [pscustomobject]@{
                Address = 'ann@example.test'; DisplayName = 'Ann'; Quota = '2 GB'; QuotaWarning = '70,90'; Protocol = 'Smtp,Imap'; ForwardTo = 'bob@example.test; carl@example.test'
                KeepCopy = ''; SendOnly = ''; ReceiveOnly = 'no'; MaxSendPerDay = '100'; Pop3LeaveOnServerDays = ''; Disabled = 'true'; Password = ''; Department = 'Sales'
            } | New-MailAccount
            """).Success);

        Assert.Equal("2 GB", account.Properties["Quota"].Value.ToString());
        Assert.Equal("70 90", string.Join(' ', (IEnumerable<int>)account.Properties["QuotaWarning"].Value));
        Assert.Equal(
            ["Smtp", "Imap"],
            ((System.Collections.IEnumerable)account.Properties["Protocol"].Value)
                .Cast<object>()
                .Select(value => value.ToString()));
        Assert.Equal(
            ["bob@example.test", "carl@example.test"],
            ((System.Collections.IEnumerable)account.Properties["ForwardTo"].Value)
                .Cast<object>()
                .Select(value => value.ToString()));
        Assert.Equal(true, account.Properties["KeepCopy"].Value);
        Assert.Equal(100, account.Properties["MaxSendPerDay"].Value);
        Assert.Null(account.Properties["Pop3LeaveOnServerDays"].Value);
        Assert.Equal(false, account.Properties["Enabled"].Value);
        Assert.Null(account.Properties["PasswordLastSet"].Value);
    }

    [Fact]
    public void A_description_is_set_changed_cleared_and_carried_by_rows()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult created = shell.Run("New-MailAccount ann@example.test -Description 'Front desk, \"day\" shift'");
        ShellResult read = shell.Run("""
            $rows = Get-MailAccount | ForEach-Object { [pscustomobject]@{ Address = "$($_.Address)"; Description = $_.Description } }
            Get-MailAccount | Remove-MailAccount -Confirm:$false
            $null = $rows | New-MailAccount
            Get-MailAccount
            """);
        ShellResult kept = shell.Run("Set-MailAccount ann@example.test -DisplayName Ann -PassThru");
        ShellResult changed = shell.Run("Set-MailAccount ann@example.test -Description Reception -PassThru");
        ShellResult cleared = shell.Run("Set-MailAccount ann@example.test -Description '' -PassThru");

        Assert.All(
            [created, read, kept], result => Assert.Equal("Front desk, \"day\" shift", result.Value("Description")));
        Assert.Equal("Reception", changed.Value("Description"));
        Assert.Null(cleared.Value("Description"));
        Assert.Equal(
            "InvalidArgument,MailAdmin.Commands.Accounts.SetMailAccountCommand",
            Assert.Single(
                shell.Run("Set-MailAccount ann@example.test -Description ('x' * 1001)").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    public void An_empty_cell_of_a_switch_neither_sets_nor_changes_it(string cell)
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        PSObject made = Assert.Single(
            shell.Run($"[pscustomobject]@{{ Address = 'ann@example.test'; SendOnly = {cell}; Disabled = {cell} }} | New-MailAccount").Success);
        PSObject alias = Assert.Single(
            shell.Run($"[pscustomobject]@{{ Address = 'sales@example.test'; Target = 'ann@example.test'; Disabled = {cell} }} | New-MailAlias").Success);
        shell.Run("Disable-MailAccount ann@example.test");
        PSObject set = Assert.Single(
            shell.Run($"[pscustomobject]@{{ Address = 'ann@example.test'; Disabled = {cell}; DisplayName = 'Ann' }} | Set-MailAccount -PassThru").Success);

        Assert.Equal((false, true), (made.Properties["SendOnly"].Value, made.Properties["Enabled"].Value));
        Assert.Equal(true, alias.Properties["Enabled"].Value);
        Assert.Equal((false, "Ann"), (set.Properties["Enabled"].Value, set.Properties["DisplayName"].Value));
    }

    [Theory]
    [InlineData("Quota", "2 XB")]
    [InlineData("Quota", "-1")]
    [InlineData("Protocol", "Smtp,Gopher")]
    [InlineData("MaxSendPerDay", "many")]
    [InlineData("Disabled", "perhaps")]
    [InlineData("QuotaWarning", "80,x")]
    public void A_cell_that_cannot_be_read_refuses_its_row_alone_and_is_named(string column, string cell)
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run(
            "[pscustomobject]@{ Address = 'a@example.test'; $($args[0]) = $args[1] }, [pscustomobject]@{ Address = 'b@example.test' } | New-MailAccount", column, cell);

        Assert.Equal("b@example.test", Assert.Single(result.Output).Properties["Address"].Value.ToString());
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(
            "ParameterArgumentTransformationError,MailAdmin.Commands.Accounts.NewMailAccountCommand",
            error.FullyQualifiedErrorId);
        Assert.Contains(cell.Split(',')[^1], error.Exception.Message, StringComparison.Ordinal);
        Assert.Single(shell.Run("Get-MailAccount").Success);
    }

    [Fact]
    public void A_value_of_one_row_does_not_leak_into_the_next()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result =
            shell.Run("[pscustomobject]@{ Address = 'a@example.test'; Quota = '1 GB'; DisplayName = 'A' }, [pscustomobject]@{ Address = 'b@example.test'; Quota = '' } | New-MailAccount");

        Assert.Equal(["1 GB", "Unlimited"], result.Texts("Quota"));
        Assert.Equal(["A", null], result.Texts("DisplayName"));
    }

    [Fact]
    public void Five_hundred_rows_with_a_bad_one_give_the_others_in_order()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run("""
            1..500 | ForEach-Object { [pscustomobject]@{ Address = if ($_ -eq 250) { 'bad row' } else { "user$_@example.test" }; Quota = '100 MB'; DisplayName = "User $_" } } | New-MailAccount -GeneratePassword
            """);

        Assert.Equal(
            Enumerable.Range(1, 500).Where(number => number != 250).Select(number => $"user{number}@example.test"),
            result.Output.Select(account => account.Properties["Address"].Value.ToString()));
        Assert.Equal(
            "InvalidAddress,MailAdmin.Commands.Accounts.NewMailAccountCommand",
            Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(
            499, result.Output.Select(account => account.Properties["GeneratedPassword"].Value).Distinct().Count());
        Assert.Equal(499, shell.Run("(Get-MailDomain example.test).AccountCount").Success.Single().BaseObject);
    }

    [Fact]
    public void An_account_that_exists_is_left_or_changed_as_asked()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult skipped = shell.Run(
            "New-MailAccount ann@example.test -DisplayName New -GeneratePassword -IfExists Skip");
        ShellResult updated = shell.Run("New-MailAccount ann@example.test -DisplayName New -IfExists Update");

        Assert.Null(skipped.Value("DisplayName"));
        Assert.Null(skipped.Value("GeneratedPassword"));
        Assert.Equal("New", updated.Value("DisplayName"));
        Assert.Equal(
            true,
            shell.Run(
                "Test-MailAccountPassword ann@example.test -Password $args[0]",
                ModuleShell.Secret("secret-1")).Success.Single().BaseObject);
    }

    [Fact]
    public void A_credential_names_the_account_and_its_password()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run(
            "New-MailAccount -Credential $args[0]; Test-MailAccountPassword ann@example.test -Password $args[0].Password",
            new PSCredential("ann@example.test", ModuleShell.Secret("from-credential")));

        Assert.Equal("ann@example.test", result.Success[0].Properties["Address"].Value.ToString());
        Assert.Equal(true, result.Success[1].BaseObject);
    }

    [Fact]
    public void A_password_as_text_is_refused_without_being_repeated()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult typed = shell.Run("New-MailAccount ann@example.test -Password 'hunter2hunter2'");
        ShellResult row =
            shell.Run("[pscustomobject]@{ Address = 'bob@example.test'; Password = 'hunter2hunter2' } | New-MailAccount -Verbose -Debug");

        Assert.All(new[] { typed, row }, result => Assert.Empty(result.Output));
        Assert.All(
            new[] { typed, row },
            result =>
                Assert.DoesNotContain(
                    "hunter2",
                    string.Join(
                        '\n',
                        result.Errors.Select(error => error.ToString() + error.Exception)
                            .Concat(result.Verbose)
                            .Concat(result.Debug)),
                    StringComparison.Ordinal));
        Assert.Empty(shell.Run("Get-MailAccount").Success);
    }

    [Fact]
    public void Set_changes_what_is_given_and_null_brings_back_the_default()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult set = shell.Run("Set-MailAccount ann@example.test -Quota 1GB -DisplayName Ann -PassThru");
        ShellResult cleared = shell.Run("Set-MailAccount ann@example.test -Quota $null -PassThru");
        ShellResult silent = shell.Run("Set-MailAccount ann@example.test -DisplayName ''");

        Assert.Equal("1 GB", set.Value("Quota")!.ToString());
        Assert.Equal("Unlimited", cleared.Value("Quota")!.ToString());
        Assert.Equal("Ann", cleared.Value("DisplayName"));
        Assert.Empty(silent.Success);
        Assert.Null(shell.Run("Get-MailAccount ann@example.test").Value("DisplayName"));
    }

    [Fact]
    public void What_Get_wrote_gives_Set_the_address_alone()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Set-MailDomain example.test -DefaultQuota '1 GB'").Success;

        // The account shows the quota of its domain. Piping it on must not make that its own.
        _ =
            shell.Run("Get-MailAccount | Set-MailAccount -DisplayName Ann; Set-MailDomain example.test -DefaultQuota '3 GB'").Success;

        Assert.Equal("3 GB", shell.Run("Get-MailAccount ann@example.test").Value("Quota")!.ToString());
    }

    [Fact]
    public void Rows_change_accounts_by_column()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        _ =
            shell.Run("[pscustomobject]@{ Address = 'ann@example.test'; Quota = '1 GB'; DisplayName = '' }, [pscustomobject]@{ Address = 'bob@example.test'; Quota = ''; DisplayName = 'Bob' } | Set-MailAccount").Success;

        ShellResult accounts = shell.Run("Get-MailAccount");
        Assert.Equal(["1 GB", "Unlimited"], accounts.Texts("Quota"));
        Assert.Equal([null, "Bob"], accounts.Texts("DisplayName"));
    }

    [Fact]
    public void Get_filters_by_pattern_domain_and_state()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "anna@example.test", "bob@example.test");
        _ =
            shell.Run("$null = New-MailDomain bücher.example, other.test; $null = New-MailAccount zoë@bücher.example, ann@other.test; Disable-MailAccount bob@example.test").Success;

        Assert.Equal(
            ["ann@example.test", "ann@other.test", "anna@example.test"],
            shell.Run("Get-MailAccount ANN*").Texts("Address"));
        Assert.Equal(["ann@other.test"], shell.Run("Get-MailAccount -Domain other.test").Texts("Address"));
        Assert.Equal(["bob@example.test"], shell.Run("Get-MailAccount -Disabled").Texts("Address"));
        Assert.Equal(["zoë@bücher.example"], shell.Run("Get-MailAccount *@xn--bcher-kva.example").Texts("Address"));
        Assert.Equal(["zoë@bücher.example"], shell.Run("Get-MailAccount *@Bücher.example").Texts("Address"));
        Assert.Equal(2, shell.Run("Get-MailAccount -First 2").Success.Count);
        Assert.Empty(shell.Run("Get-MailAccount nobody*").Success);
        Assert.Equal(3, shell.Run("Get-MailDomain example.test | Get-MailAccount").Success.Count);
    }

    [Theory]
    [InlineData("Get-MailAccount")]
    [InlineData("Get-MailAlias")]
    [InlineData("Get-MailDomain")]
    public void A_pattern_with_what_is_no_character_fits_nothing(string command)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult result = shell.Run(command + " \"*$([char]0xfffe)*\"");

        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Rename_keeps_the_password_and_frees_the_old_address()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult result = shell.Run(
            "Get-MailAccount ann@example.test | Rename-MailAccount -NewAddress anna@example.test -PassThru; Test-MailAccountPassword anna@example.test -Password $args[0]",
            ModuleShell.Secret("secret-1"));

        Assert.Equal("anna@example.test", result.Success[0].Properties["Address"].Value.ToString());
        Assert.Equal(true, result.Success[1].BaseObject);
        Assert.Equal(
            "AccountNotFound,MailAdmin.Commands.Accounts.GetMailAccountCommand",
            Assert.Single(shell.Run("Get-MailAccount ann@example.test").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void An_unknown_address_is_reported_and_the_rest_are_removed()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        ShellResult result = shell.Run(
            "'ann@example.test','nobody@example.test','bob@example.test' | Remove-MailAccount -Confirm:$false");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(
            "AccountNotFound,MailAdmin.Commands.Accounts.RemoveMailAccountCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("nobody@example.test", error.TargetObject.ToString());
        Assert.Empty(shell.Run("Get-MailAccount").Output);
    }

    [Fact]
    public void Accounts_are_enabled_and_disabled_through_the_pipeline()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        Assert.Equal(["False", "False"], shell.Run("Get-MailAccount | Disable-MailAccount -PassThru").Texts("Enabled"));
        Assert.Equal(["True", "True"], shell.Run("Get-MailAccount | Enable-MailAccount -PassThru").Texts("Enabled"));
    }

    [Fact]
    public void A_password_test_says_why_a_logon_would_fail()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Disable-MailAccount ann@example.test; $null = New-MailAccount bob@example.test").Success;

        ShellResult detailed = shell.Run(
            "Test-MailAccountPassword ann@example.test -Password $args[0] -Detailed", ModuleShell.Secret("secret-1"));
        ShellResult wrong = shell.Run(
            "Test-MailAccountPassword ann@example.test -Password $args[0]", ModuleShell.Secret("secret-2"));
        ShellResult none = shell.Run(
            "Test-MailAccountPassword bob@example.test -Password $args[0]", ModuleShell.Secret("secret-2"));

        Assert.Equal(true, detailed.Value("Succeeded"));
        Assert.Equal("AccountDisabled", detailed.Value("Refusal")!.ToString());
        Assert.Equal(false, wrong.Success.Single().BaseObject);
        Assert.Equal(false, none.Success.Single().BaseObject);
    }

    [Fact]
    public void A_generated_password_is_right_and_shown_nowhere_else()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult result =
            shell.Run("$made = Set-MailAccountPassword ann@example.test -GeneratePassword -PasswordLength 30 -Verbose -Debug; $made; Test-MailAccountPassword ann@example.test -Password ([System.Net.NetworkCredential]::new('', $made.GeneratedPassword).SecurePassword)");

        string password = (string)result.Success[0].Properties["GeneratedPassword"].Value;
        Assert.Equal(30, password.Length);
        Assert.Equal(true, result.Success[1].BaseObject);
        Assert.DoesNotContain(
            password, string.Join('\n', result.Verbose.Concat(result.Debug)), StringComparison.Ordinal);
        Assert.Null(shell.Run("Get-MailAccount ann@example.test").Value("GeneratedPassword"));
    }
}
