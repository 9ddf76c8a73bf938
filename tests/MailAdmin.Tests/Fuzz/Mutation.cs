using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Damages a session as networks, bad programs and attackers do.</summary>
internal static class Mutation
{
    private static readonly string[] Tokens =
    [
        "\0", "\r", "\n", "\r\n", " ", "\t", "\"", "\\", "(", ")", "{5}\r\n", "{0+}\r\n", "{99999999999+}\r\n", "*", "%", "<", ">",
        "[", "]", "=?utf-8?q?=ff?=", "\u00ff\u00fe", "\u00c3", "\u00e2\u0080\u00ae", "\u001b[2J", ".", "..\r\n", "\r\n.\r\n", "a1 ", "+",
        "BDAT 3\r\n", "DONE\r\n",
    ];

    public static string Apply(Grammar grammar, string session)
    {
        StringBuilder text = new(session);
        for (int i = grammar.Next(5); i >= 0 && text.Length > 0; i--)
        {
            int place = grammar.Next(text.Length);
            int length = Math.Min(1 + grammar.Next(40), text.Length - place);
            switch (grammar.Next(8))
            {
                case 0:
                    text[place] = (char)grammar.Next(256);
                    break;
                case 1:
                    text.Remove(place, length);
                    break;
                case 2:
                    text.Insert(place, text.ToString(place, length));
                    break;
                case 3 or 4:
                    text.Insert(place, grammar.Pick<string>(Tokens));
                    break;
                case 5:
                    text.Insert(place, new string(grammar.Pick('x', ' ', '(', '\u00e4', '1'), grammar.Next(20_000)));
                    break;
                case 6:
                    text.Insert(place, grammar.Number());
                    break;
                default:
                    text.Length = place;
                    break;
            }
        }

        return text.ToString();
    }
}
