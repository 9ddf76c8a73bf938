using MailAdmin.Contracts;
using MailAdmin.Storage.Directory;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class LogonRegisterTests
{
    private static readonly LogonRecord Logon =
        new(new AccountId(1), DateTimeOffset.UnixEpoch, MailProtocol.Imap, "192.0.2.1");

    [Fact]
    public void A_logon_while_the_unwritten_ones_are_read_is_taken_the_next_time()
    {
        LogonRegister register = new([]);

        IReadOnlyDictionary<AccountId, IReadOnlyList<LogonRecord>> none = register.TakeUnwritten();
        register.Record(Logon);
        IReadOnlyDictionary<AccountId, IReadOnlyList<LogonRecord>> one = register.TakeUnwritten();
        register.Record(Logon);

        Assert.Empty(none);
        Assert.Equal(Logon, Assert.Single(Assert.Single(one).Value));
        Assert.Single(register.TakeUnwritten());
    }
}
