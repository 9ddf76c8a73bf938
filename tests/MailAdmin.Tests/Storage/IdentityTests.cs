using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage.Log;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>store.json: what is damaged or lost in it is in the log too.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task A_changed_digit_anywhere_in_the_identity_file_is_repaired_from_the_log()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid uid = await store.AppendAsync(inbox, "hello");
        await store.CloseAsync();
        string path = Path.Combine(store.Path, "store.json");
        byte[] sound = await File.ReadAllBytesAsync(path);
        int[] digits = [.. Enumerable.Range(0, sound.Length).Where(i => char.IsAsciiDigit((char)sound[i]))];
        Assert.True(digits.Length > 20);

        foreach (int digit in digits)
        {
            byte[] damaged = [.. sound];
            damaged[digit] = (byte)(damaged[digit] == '9' ? '1' : damaged[digit] + 1);
            await File.WriteAllBytesAsync(path, damaged);

            await store.OpenAsync();

            string text = Encoding.UTF8.GetString(damaged);
            Assert.True(await store.ReadTextAsync(inbox, uid) == "hello", text);
            MailStoreFinding finding = Assert.Single(store.Storage.OpeningFindings);
            Assert.Equal(("IdentityRestored", path, true), (finding.Code, finding.Target, finding.Repaired));
            await store.ReopenAsync();
            Assert.Empty(store.Storage.OpeningFindings);
            await store.CloseAsync();
        }
    }

    [Fact]
    public async Task A_file_without_a_checksum_is_repaired_where_half_of_the_key_is_right_and_gets_a_checksum()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid uid = await store.AppendAsync(inbox, "hello");
        await store.CloseAsync();
        string path = Path.Combine(store.Path, "store.json");
        StoreIdentity sound = StoreIdentity.TryRead(path)!;
        await File.WriteAllTextAsync(
            path, $$"""{ "schema": 2, "logMark": {{sound.LogMark}}, "logSeed": {{sound.LogSeed ^ 1}} }""");

        await store.OpenAsync();

        Assert.Equal("hello", await store.ReadTextAsync(inbox, uid));
        Assert.Equal("IdentityRestored", Assert.Single(store.Storage.OpeningFindings).Code);
        StoreIdentity written = StoreIdentity.TryRead(path)!;
        Assert.Equal((sound.Key, true), (written.Key, written.IsIntact));
    }

    [Fact]
    public async Task The_log_of_another_store_is_not_taken_for_damage_of_the_identity_file()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await using TestStore other = await TestStore.CreateAsync();
        await store.CloseAsync();
        await other.CloseAsync();
        string log = Path.Combine("mail", "00000001.log");
        File.Copy(Path.Combine(other.Path, log), Path.Combine(store.Path, log), overwrite: true);
        string path = Path.Combine(store.Path, "store.json");
        StoreIdentity own = StoreIdentity.TryRead(path)!;

        MailException withChecksum = await Assert.ThrowsAsync<MailException>(store.OpenAsync);
        await File.WriteAllTextAsync(
            path, $$"""{ "schema": 2, "logMark": {{own.LogMark}}, "logSeed": {{own.LogSeed}} }""");
        MailException without = await Assert.ThrowsAsync<MailException>(store.OpenAsync);

        Assert.Equal((MailError.StoreInvalid, MailError.StoreInvalid), (withChecksum.Error, without.Error));
    }

    [Fact]
    public async Task A_lost_identity_file_is_reported()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.CloseAsync();
        File.Delete(Path.Combine(store.Path, "store.json"));

        await store.OpenAsync();

        Assert.Equal("IdentityRestored", Assert.Single(store.Storage.OpeningFindings).Code);
    }
}
