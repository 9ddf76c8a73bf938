using System.Diagnostics;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Tests.Mime;

namespace MailAdmin.Tests.Fuzz;

public sealed class MimeFuzzTests
{
    [Fact]
    public async Task Messages_are_read_and_searched_whatever_they_are()
    {
        SearchText[] texts = [Text("needle"), Text("grüße"), Text("not there"), Text("some words")];
        long start = Stopwatch.GetTimestamp();
        for (int seed = FuzzTime.Seed; Stopwatch.GetElapsedTime(start) < FuzzTime.Length; seed = unchecked(seed + 1))
        {
            Grammar grammar = new(new Random(seed));
            string message = new MimeGrammar(grammar).Message();
            byte[] bytes = Encoding.Latin1.GetBytes(grammar.Chance(50) ? Mutation.Apply(grammar, message) : message);
            try
            {
                await ReadAsync(bytes, texts);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Assert.Fail($"MAILADMIN_TEST_FUZZ_SEED={seed}: {fault}\n{Encoding.Latin1.GetString(bytes)}");
            }
        }
    }

    private static async Task ReadAsync(byte[] bytes, SearchText[] texts)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        StructureView structure = await MessageStructure.OpenAsync(
            new MemoryContent(bytes), new ServerLimits(), TestContext.Current.CancellationToken);
        long structureCost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(structureCost < (40L * bytes.Length) + (1 << 20), $"{structureCost:N0} bytes of memory");
        await StructureCheck.RunAsync(bytes);

        ContentSearch search = new(_ => ValueTask.CompletedTask);
        (int Body, int All, int Field)[] keys =
        [
            .. texts.Select(text =>
                (search.AddText(text, false), search.AddText(text, true), search.AddAddress("From", text)))
        ];
        search.Begin(new MemoryContent(bytes), structure);
        foreach ((int body, int all, int field) in keys)
        {
            bool inBody = await search.HasTextAsync(body, TestContext.Current.CancellationToken);
            Assert.True(await search.HasTextAsync(all, TestContext.Current.CancellationToken) || !inBody);
            await search.HasFieldAsync(field, TestContext.Current.CancellationToken);
        }

        MessageSummary.Of(
            await MessageStructure.DeriveAsync(
                new MemoryContent(bytes), new ServerLimits(), TestContext.Current.CancellationToken));
    }

    private static SearchText Text(string text)
    {
        Assert.True(SearchText.TryCreate(Encoding.UTF8.GetBytes(text), null, out SearchText made));
        return made;
    }
}
