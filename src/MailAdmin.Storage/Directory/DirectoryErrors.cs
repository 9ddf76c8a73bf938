using System.Globalization;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The refusals of the directory: each names what was given and says what to do.</summary>
internal static class DirectoryErrors
{
    public static MailException DomainNotFound(DomainName name, DomainName? aliasOf = null) => aliasOf is null
        ? new MailException(MailError.DomainNotFound, $"'{name}' is not a domain of this store.")
        {
            Target = name.Ascii,
            RecommendedAction = $"New-MailDomain -Name '{name}'",
        }
        : new MailException(MailError.DomainNotFound, $"'{name}' is another name of the domain '{aliasOf}', not a domain of its own.")
        {
            Target = name.Ascii,
            RecommendedAction = $"Use '{aliasOf}'; every address of it exists under '{name}' too.",
        };

    public static MailException DomainExists(DomainName name, DomainName? aliasOf = null) => new(
        MailError.DomainExists,
        aliasOf is null ? $"There is a domain '{name}' already." : $"'{name}' is already another name of the domain '{aliasOf}'.")
    {
        Target = name.Ascii,
        RecommendedAction = aliasOf is null ? $"Set-MailDomain -Name '{name}' changes it." : $"Take it out of the AliasDomain of '{aliasOf}' first.",
    };

    public static MailException DomainNotEmpty(DomainName name, int accounts, int aliases, int groups) => new(
        MailError.DomainNotEmpty, $"The domain '{name}' has {accounts} accounts, {aliases} aliases and {groups} groups.")
    {
        Target = name.Ascii,
        RecommendedAction = $"Remove-MailDomain -Name '{name}' -Recurse removes them and all their mail.",
    };

    public static MailException DomainFull(DomainRecord domain, int accounts, EmailAddress address) => new(
        MailError.DomainFull, $"'{address}' does not fit: the domain '{domain.Name}' may have {domain.MaxAccounts} accounts and has {accounts}.")
    {
        Target = address.ToString(),
        RecommendedAction = $"Set-MailDomain -Name '{domain.Name}' -MaxAccounts <number>",
    };

    public static MailException AccountNotFound(EmailAddress address) => new(MailError.AccountNotFound, $"There is no account '{address}'.")
    {
        Target = address.ToString(),
        RecommendedAction = "Get-MailAccount lists the accounts that there are.",
    };

    public static MailException AccountExists(EmailAddress address) => new(MailError.AccountExists, $"'{address}' is taken by an account.")
    {
        Target = address.ToString(),
        RecommendedAction = $"Choose another address, or remove the account: Remove-MailAccount -Address '{address}'",
    };

    public static MailException AliasNotFound(EmailAddress address) => new(MailError.AliasNotFound, $"There is no alias '{address}'.")
    {
        Target = address.ToString(),
        RecommendedAction = "Get-MailAlias lists the aliases that there are.",
    };

    public static MailException AliasExists(EmailAddress address) => new(MailError.AliasExists, $"'{address}' is taken by an alias.")
    {
        Target = address.ToString(),
        RecommendedAction = $"Choose another address, or remove the alias: Remove-MailAlias -Address '{address}'",
    };

    public static MailException GroupNotFound(EmailAddress address) => new(MailError.GroupNotFound, $"There is no group '{address}'.")
    {
        Target = address.ToString(),
        RecommendedAction = "Get-MailGroup lists the groups that there are.",
    };

    public static MailException GroupExists(EmailAddress address) => new(MailError.GroupExists, $"'{address}' is taken by a group.")
    {
        Target = address.ToString(),
        RecommendedAction = $"Choose another address, or remove the group: Remove-MailGroup -Address '{address}'",
    };

    public static MailException AliasLoop(EmailAddress address, IEnumerable<EmailAddress> way) => new(
        MailError.AliasLoop, $"Mail for '{address}' would come back to it: {string.Join(" -> ", way)}.")
    {
        Target = address.ToString(),
        RecommendedAction = "Leave out one of the targets, members or forwards on this way.",
    };

    public static MailException ChangeNotFound(long sequence) => new(MailError.ChangeNotFound, $"There is no change {sequence}.")
    {
        Target = sequence.ToString(CultureInfo.InvariantCulture),
        RecommendedAction = "Get-MailChange lists the changes and their numbers.",
    };

    public static MailException ChangeConflict(long sequence, string target) => new(
        MailError.ChangeConflict, $"The change {sequence} cannot be undone: '{target}' was changed or removed since.")
    {
        Target = target,
        RecommendedAction = $"Get-MailChange -Target '{target}' shows its changes; undo the later ones first.",
    };

    public static MailException ChangeIrreversible(long sequence, EmailAddress address) => new(
        MailError.ChangeIrreversible, $"The change {sequence} cannot be undone: the mail of '{address}' is gone.")
    {
        Target = address.ToString(),
        RecommendedAction = $"New-MailAccount -Address '{address}' makes an empty account.",
    };

    public static MailException AccountHasMail(long sequence, EmailAddress address) => new(
        MailError.ChangeIrreversible, $"The change {sequence} cannot be undone: '{address}' has mail by now, which would be gone.")
    {
        Target = address.ToString(),
        RecommendedAction = $"Remove-MailAccount -Address '{address}' removes the account and its mail.",
    };

    public static MailException NoTarget(EmailAddress address) => new(MailError.InvalidTarget, $"The alias '{address}' has no target.")
    {
        Target = address.ToString(),
        RecommendedAction = $"Give at least one: -Target 'somebody@{address.Domain}'",
    };

    public static MailException CatchAllNotLocal(DomainName domain, EmailAddress catchAll) => new(
        MailError.InvalidTarget, $"'{catchAll}' cannot receive the rest of '{domain}': it is no account, alias or group of this store.")
    {
        Target = catchAll.ToString(),
        RecommendedAction = $"New-MailAccount -Address '{catchAll}'",
    };
}
