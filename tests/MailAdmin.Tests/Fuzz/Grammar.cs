using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Draws sentences of a grammar: choices, repetitions and the odd values that break programs.</summary>
internal sealed class Grammar(Random random)
{
    private static readonly string[] Numbers =
        ["0", "1", "2", "3", "10", "65536", "2147483647", "4294967295", "4294967296", "9223372036854775807",
            "99999999999999999999", "007", "-1"];

    private static readonly string[] Words =
        ["a", "b", "INBOX", "inbox", "Work", "Work/2026", "a/b/c", "Entw&APw-rfe", "&AAA", "NIL", "x y", "",
            "Gr\u00c3\u00bc\u00c3\u009fe", "\u00e4", "\"", "\\", "{", "}", "(", ")", "%", "*", "needle", "$Junk", "\\Seen", "]"];

    /// <summary>The accounts that a session may log on to; the first has the most visitors.</summary>
    public static IReadOnlyList<string> Accounts { get; } =
        ["ann", .. Enumerable.Range(0, 24).Select(number => $"user{number}")];

    public Random Random => random;

    public string Account() => Chance(20) ? Accounts[0] : Accounts[random.Next(Accounts.Count)];

    public int Next(int below) => random.Next(below);

    public int Next(int from, int below) => random.Next(from, below);

    public bool Chance(int percent) => random.Next(100) < percent;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>One of several sentences; only that one is made.</summary>
    public string Either(params ReadOnlySpan<Func<string>> choices) => Pick(choices)();

    public string Maybe(int percent, Func<string> make) => Chance(percent) ? make() : "";

    public string Repeat(int fewest, int most, string between, Func<string> make)
    {
        StringBuilder text = new();
        for (int i = random.Next(fewest, most + 1); i > 0; i--)
        {
            text.Append(text.Length == 0 ? "" : between).Append(make());
        }

        return text.ToString();
    }

    public string Number() => Chance(70) ? random.Next(1, 12).ToString(null, null) : Pick<string>(Numbers);

    public string Word() => Pick<string>(Words);
}
