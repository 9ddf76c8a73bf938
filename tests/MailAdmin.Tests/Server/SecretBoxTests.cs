using System.Security.Cryptography;
using System.Text;
using MailAdmin.Server.Logon;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Tests.Server;

public sealed class SecretBoxTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_sealed_text_is_opened_with_its_key_alone_and_is_never_the_same_twice()
    {
        using SecretBox box = new(Key);
        using SecretBox other = new(RandomNumberGenerator.GetBytes(32));

        byte[] first = box.Seal("pässword");
        byte[] second = box.Seal("pässword");

        Assert.Equal("pässword", box.TryOpen(first));
        Assert.Null(other.TryOpen(first));
        Assert.NotEqual(first, second);
        Assert.Equal(-1, first.AsSpan().IndexOf(Encoding.UTF8.GetBytes("pässword")));
    }

    [Fact]
    public void A_box_that_is_damaged_or_cut_is_not_opened()
    {
        using SecretBox box = new(Key);
        byte[] whole = box.Seal("password");

        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 1;
            Assert.Null(box.TryOpen(damaged));
            Assert.Null(box.TryOpen(whole.AsSpan(0, i)));
        }
    }
}
