using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Tests.Imap;

/// <summary>What holds for any input; the seed is fixed, so that a failure repeats.</summary>
public sealed class ImapSyntaxProperties
{
    private static readonly string[] Words =
    [
        "(", ")", "[", "]", "{3}\r\nabc", "{3+}\r\n", "{", "}", "\"", "\\", " ", "*", "%", ":", ",", "<0.1>", "1", "0",
        "4294967295", "99999999999999999999",
        "FLAGS", "\\Seen", "BODY", "BODY.PEEK[", "HEADER.FIELDS ", "1.2.", "MIME", "NIL", "\"a\\\"b\"", "17-Jul-1996",
        "&AOQ-", "&", "\0", "\r", "\n", "\xE4", "OR ", "NOT ",
    ];

    private static Config Fixed => Config.QuickThrowOnFailure.WithReplay(20260701UL, 4711UL).WithMaxTest(3_000);

    private static Gen<byte[]> Inputs =>
        Gen.ListOf(Gen.Elements(Words)).Select(words => Encoding.Latin1.GetBytes(string.Concat(words)));

    [Fact]
    public void No_reader_throws_or_reads_past_the_end() => Check.One(Fixed, Prop.ForAll(Inputs.ToArbitrary(), bytes =>
    {
        for (int i = 0; i <= bytes.Length; i++)
        {
            ReadEverything(bytes.AsSpan(0, i));
            ReadEverything(bytes.AsSpan(i));
        }
    }));

    [Fact]
    public void A_cut_string_is_no_string() =>
        Check.One(Fixed, Prop.ForAll(Gen.Choose(0, 60).SelectMany(
            n => Gen.ArrayOf(Gen.Choose(1, 255), n)).ToArbitrary(), values =>
    {
        byte[] bytes = [.. values.Select(value => (byte)value)];
        byte[] literal = [.. Encoding.ASCII.GetBytes($"{{{bytes.Length}+}}\r\n"), .. bytes];
        for (int i = 0; i < literal.Length; i++)
        {
            ImapReader cut = new(literal.AsSpan(0, i));
            Assert.False(cut.TryReadString(out _));
        }

        ImapReader whole = new(literal);
        Assert.True(whole.TryReadString(out ReadOnlySpan<byte> read) && whole.AtEnd);
        Assert.Equal(bytes, read.ToArray());
    }));

    [Fact]
    public void A_name_in_modified_utf_7_is_read_as_it_was_written() =>
        Check.One(Fixed, Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text =>
    {
        // Halves of surrogate pairs are no characters.
        string name = string.Concat((text ?? "").EnumerateRunes().Where(rune => rune != Rune.ReplacementChar));

        string encoded = ModifiedUtf7.Encode(name);

        Assert.True(Ascii.IsValid(encoded));
        Assert.True(ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out string? decoded));
        Assert.Equal(name, decoded);
    }));

    [Fact]
    public void A_pattern_fits_what_a_regular_expression_fits() => Check.One(Fixed, Prop.ForAll(
        Gen.ListOf(Gen.Elements("a", "b", "/", "*", "%")).ToArbitrary(),
        Gen.ListOf(Gen.Elements("a", "b", "/")).ToArbitrary(),
        (pattern, name) =>
        {
            string text = string.Concat(pattern.Take(8));
            string candidate = string.Concat(name.Take(12));
            string regex =
                "\\A"
            + text.Replace("*", ".*", StringComparison.Ordinal).Replace("%", "[^/]*", StringComparison.Ordinal)
            + "\\z";
            bool expected = System.Text.RegularExpressions.Regex.IsMatch(candidate, regex);

            Assert.Equal(expected, new MailboxPattern("", text).Matches(candidate));
        }));

    private static void ReadEverything(ReadOnlySpan<byte> bytes)
    {
        new ImapReader(bytes).TryReadAstring(out _);
        new ImapReader(bytes).TryReadListPattern(out _);
        new ImapReader(bytes).TryReadNstring(out _, out _);
        ImapReader set = new(bytes);
        SequenceSet.TryRead(ref set, out _);
        ImapReader flags = new(bytes);
        flags.TryReadFlagListOrFlags(out _);
        ImapReader date = new(bytes);
        date.TryReadDateTime(out _);
        ImapReader plan = new(bytes);
        plan.TryReadFetchPlan(out _);
        CommandReader.FindLiteral(bytes);
        ModifiedUtf7.TryDecode(bytes, out _);
    }
}
