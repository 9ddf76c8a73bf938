using System.Buffers;
using System.Diagnostics;
using System.Text;
using MailAdmin.Benchmarks.Storage;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MimeKit;

namespace MailAdmin.Benchmarks.Mime;

/// <summary>
/// What a message costs in memory, without store and network: its structure when it is stored, and the searches over a
/// mailbox of such messages. One thread; nothing that is looked for is there, so that every message is read to its end.
/// </summary>
internal static class StructureScenario
{
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 10_000);
        int size = arguments.Number("size", 4096);
        ServerLimits limits = new();
        byte[] plain = Plain(size);
        byte[] alternative = Alternative(size);

        await MeasureAsync(output, "structure derived, text", count, () => DeriveAsync(plain, limits));
        await MeasureAsync(output, "structure derived, multipart", count, () => DeriveAsync(alternative, limits));
        await MeasureAsync(
            output,
            "the same read by MimeKit",
            count,
            () => new ValueTask(MimeMessage.LoadAsync(new MemoryStream(alternative))));

        KeptContent[] mailbox = new KeptContent[count];
        for (int index = 0; index < count; index++)
        {
            byte[] bytes = (byte[])plain.Clone();
            mailbox[index] = new KeptContent(
                bytes, await MessageStructure.DeriveAsync(new KeptContent(bytes, default), limits, default));
        }

        ArrayBufferWriter<byte> fetched = new(1 << 20);
        await MeasureAsync(output, "structure opened, ENVELOPE and BODYSTRUCTURE copied", count, 10, async index =>
        {
            StructureView structure = await MessageStructure.OpenAsync(mailbox[index], limits, default);
            fetched.ResetWrittenCount();
            fetched.Write(structure.Envelope.Span);
            fetched.Write(structure.BodyStructure.Span);
            return true;
        });
        await MeasureAsync(output, "HEADER.FIELDS (FROM TO SUBJECT DATE)", count, 10, async index =>
        {
            StructureView structure = await MessageStructure.OpenAsync(mailbox[index], limits, default);
            structure.TryLocate([], SectionPart.Header, out ByteRange header);
            fetched.ResetWrittenCount();
            await HeaderFields.WriteSelectedAsync(
                mailbox[index], header, ["FROM", "TO", "SUBJECT", "DATE"], false, fetched, default);
            return true;
        });
        await SearchAsync(output, "SEARCH SUBJECT", mailbox, limits, "not there", Field("SUBJECT"));
        await SearchAsync(output, "SEARCH FROM", mailbox, limits, "nobody@", Address("FROM"));
        await SearchAsync(output, "SEARCH HEADER Message-ID", mailbox, limits, "<none@", Field("Message-ID"));
        await SearchAsync(output, "SEARCH TEXT, a word", mailbox, limits, "xylophone", InText);
        await SearchAsync(output, "SEARCH TEXT, two words", mailbox, limits, "lazy foxes", InText);
        await SearchAsync(output, "SEARCH TEXT, not ASCII", mailbox, limits, "Grüße", InText);
    }

    private static Func<ContentSearch, SearchText, Func<ValueTask<bool>>> Field(string name) => (search, text) =>
    {
        int number = search.AddField(name, text);
        return () => search.HasFieldAsync(number, default);
    };

    private static Func<ContentSearch, SearchText, Func<ValueTask<bool>>> Address(string name) => (search, text) =>
    {
        int number = search.AddAddress(name, text);
        return () => search.HasFieldAsync(number, default);
    };

    private static Func<ValueTask<bool>> InText(ContentSearch search, SearchText text)
    {
        int number = search.AddText(text, inHeaders: true);
        return () => search.HasTextAsync(number, default);
    }

    private static async ValueTask DeriveAsync(byte[] message, ServerLimits limits) =>
        await MessageStructure.DeriveAsync(new KeptContent(message, default), limits, default);

    private static async Task SearchAsync(
        TextWriter output,
        string name,
        KeptContent[] mailbox,
        ServerLimits limits,
        string wanted,
        Func<ContentSearch, SearchText, Func<ValueTask<bool>>> add)
    {
        SearchText.TryCreate(Encoding.UTF8.GetBytes(wanted), "UTF-8", out SearchText text);
        ContentSearch search = new(_ => ValueTask.CompletedTask);
        Func<ValueTask<bool>> matches = add(search, text);
        double seconds = await MeasureAsync(output, name, mailbox.Length, 5, async index =>
        {
            search.Begin(mailbox[index], await MessageStructure.OpenAsync(mailbox[index], limits, default));
            return await matches();
        });
        Figures.Write(output, $"{name}, {mailbox.Length:N0} messages", 1 / seconds, "searches per s");
    }

    private static Task<double> MeasureAsync(TextWriter output, string name, int count, Func<ValueTask> one) =>
        MeasureAsync(output, name, count, 1, async _ =>
        {
            await one();
            return true;
        });

    // The first round warms up; the fastest of the others counts. Yields the seconds of a round.
    private static async Task<double> MeasureAsync(
        TextWriter output, string name, int count, int repeats, Func<int, ValueTask<bool>> one)
    {
        double fastest = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long started = Stopwatch.GetTimestamp();
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                for (int index = 0; index < count; index++)
                {
                    await one(index);
                }
            }

            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalSeconds / repeats);
        }

        Figures.Write(output, name, fastest / count * 1e6, "µs each");
        return fastest;
    }

    private static byte[] Plain(int size)
    {
        StringBuilder message = new(Header());
        message.Append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n");
        Fill(message, size);
        return Encoding.ASCII.GetBytes(message.ToString());
    }

    private static byte[] Alternative(int size)
    {
        StringBuilder message = new(Header());
        message.Append("Content-Type: multipart/alternative; boundary=\"=_a1b2c3\"\r\n\r\n--=_a1b2c3\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        Fill(message, (size + message.Length) / 2);
        message.Append("\r\n--=_a1b2c3\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        Fill(message, size);
        message.Append("\r\n--=_a1b2c3--\r\n");
        return Encoding.ASCII.GetBytes(message.ToString());
    }

    private static string Header() =>
        "Return-Path: <ann@example.test>\r\n"
        + "Received: from client.example.test (client.example.test [192.0.2.17])\r\n\tby mx.example.test with ESMTPS id 4F2A9C\r\n"
        + "\tfor <bob@example.test>; Mon, 02 Mar 2026 09:30:02 +0100\r\n"
        + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=s1;\r\n\th=from:to:subject:date;\r\n"
        + "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n\tb=" + new string('A', 172) + "\r\n"
        + "From: Ann Example <ann@example.test>\r\nTo: Bob Example <bob@example.test>, Carol <carol@example.test>\r\n"
        + "Subject: Minutes of the meeting of Monday, and what follows from them\r\nDate: Mon, 02 Mar 2026 09:30:00 +0100\r\n"
        + "Message-ID: <20260302083000.4F2A9C@client.example.test>\r\nMIME-Version: 1.0\r\nUser-Agent: Example 1.0\r\n";

    private static void Fill(StringBuilder message, int size)
    {
        while (message.Length < size)
        {
            message.Append("The quick brown fox jumps over the lazy dog, and nobody knows what for.\r\n");
        }
    }
}
