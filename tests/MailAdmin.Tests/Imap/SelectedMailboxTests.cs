using System.Reflection;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;

namespace MailAdmin.Tests.Imap;

public sealed class SelectedMailboxTests
{
    [Fact]
    public async Task An_account_that_goes_while_a_view_is_compared_with_the_store_takes_the_mailbox_along()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        IMailboxes vanishing = DispatchProxy.Create<IMailboxes, VanishingMailboxes>();
        ((VanishingMailboxes)vanishing).Target = server.Mailboxes;
        using SelectedMailbox selected =
            await SelectedMailbox.OpenAsync(vanishing, server.Inbox, isReadOnly: false, () => { }, default);
        await server.DeliverAsync(2_100);

        await selected.ApplyChangesAsync(vanishing, default);

        Assert.True(selected.IsDeleted);
    }

    /// <summary>Opens a mailbox once; then the account is gone.</summary>
    public class VanishingMailboxes : DispatchProxy
    {
        private int opened;

        public IMailboxes? Target { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            bool isGone = targetMethod!.Name == nameof(IMailboxes.OpenAsync) && opened++ > 0;
            return isGone ? throw MailException.Of(MailError.AccountNotFound) : targetMethod.Invoke(Target, args);
        }
    }
}
