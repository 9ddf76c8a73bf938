using System.Globalization;
using System.Text.RegularExpressions;
using MailAdmin.Tests.Architecture;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Texts;

/// <summary>What src asks of the catalogue and what the catalogue has are the same.</summary>
public sealed partial class CatalogueUseTests
{
    private static readonly TextCatalogue Catalogue = MailText.Languages.For(CultureInfo.InvariantCulture);
    private static readonly string[] Sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(ProjectReferences.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Select(File.ReadAllText),
    ];

    [Fact]
    public void Every_text_that_is_asked_for_exists_and_gets_its_values()
    {
        List<string> wrong = [];
        foreach (
            string[] arguments in Calls("MailException.Of")
                .Concat(Calls("MailText.Of"))
                .Concat(Calls("WrittenReason.Of")))
        {
            foreach (string key in KeysOf(arguments[0]))
            {
                string[] values = [.. arguments.Skip(1).Where(argument => !Cause().IsMatch(argument))];
                if (Catalogue.TryFind(key) is not { } entry)
                {
                    wrong.Add($"{key} is missing");
                }
                else if (values is not [".. Values"] && values.Length != entry.Values.Count)
                {
                    wrong.Add($"{key} takes {string.Join(", ", entry.Values)} and gets {string.Join(", ", values)}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    // The general text of an error is what the help and Resolve-MailError show.
    [Fact]
    public void Every_variant_and_every_reason_is_asked_for()
    {
        HashSet<string> used =
        [
            .. Calls("MailException.Of")
                .Concat(Calls("MailText.Of"))
                .Concat(Calls("WrittenReason.Of"))
                .SelectMany(arguments => KeysOf(arguments[0])),
        ];

        Assert.Empty(Catalogue.Keys.Where(key => key.Contains('.', StringComparison.Ordinal)).Except(used));
    }

    // The names in a line of a listener, such as "Imap 0.0.0.0:993", are no words.
    [Fact]
    public void What_a_cmdlet_asks_and_warns_of_comes_from_the_catalogue()
    {
        IEnumerable<string> words = Calls("ShouldProcess").Concat(Calls("ShouldContinue")).Concat(Calls("WriteWarning"))
            .SelectMany(arguments => arguments)
            .Where(argument => argument.TrimStart('$').StartsWith('"')
                && Value().Replace(argument, "").Any(char.IsLetter));

        Assert.Empty(words);
    }

    [Fact]
    public void An_error_is_made_by_its_factory_only()
    {
        Assert.Empty(typeof(MailException).GetConstructors());
    }

    /// <summary>The keys that an expression can stand for.</summary>
    private static IEnumerable<string> KeysOf(string expression)
    {
        if (Quoted().Match(expression) is { Success: true } quoted)
        {
            return [quoted.Groups[1].Value];
        }

        string variant = Variant().Match(expression) is { Success: true } named ? "." + named.Groups[1].Value : "";
        string[] errors = [.. Error().Matches(expression).Select(match => match.Groups[1].Value)];
        return errors.Length > 0 ? errors.Select(error => error + variant)
            : variant.Length > 0 ? Catalogue.Keys.Where(key => key.EndsWith(variant, StringComparison.Ordinal)) : [];
    }

    /// <summary>The arguments of every call of a method in src.</summary>
    private static IEnumerable<string[]> Calls(string method)
    {
        foreach (string source in Sources)
        {
            for (
                int at = source.IndexOf(method + "(", StringComparison.Ordinal); at >= 0; at = source.IndexOf(
                    method + "(", at + 1, StringComparison.Ordinal))
            {
                string[] arguments = Arguments(source, at + method.Length + 1);
                if (arguments.Length > 0)
                {
                    yield return arguments;
                }
            }
        }
    }

    private static string[] Arguments(string source, int start)
    {
        List<string> found = [];
        int depth = 0;
        bool inText = false;
        int from = start;
        for (int i = start; i < source.Length; i++)
        {
            char c = source[i];
            inText ^= c == '"' && source[i - 1] != '\\';
            if (inText)
            {
                continue;
            }

            if (c is ',' or ')' && depth == 0)
            {
                found.Add(source[from..i].Trim());
                from = i + 1;
            }

            if (c == ')' && depth == 0)
            {
                break;
            }

            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
        }

        return [.. found.Select(argument => argument.Trim('[', ']')).Where(argument => argument.Length > 0)];
    }

    [GeneratedRegex(@"^(exception|cause|lost|fault|failure|cause: null)$")]
    private static partial Regex Cause();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Value();

    [GeneratedRegex("^\"([\\w.]+)\"$")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\.As\(""(\w+)""\)")]
    private static partial Regex Variant();

    [GeneratedRegex(@"\bMailError\.(\w+)")]
    private static partial Regex Error();
}
