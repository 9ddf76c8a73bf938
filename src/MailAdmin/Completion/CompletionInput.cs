using System.Collections;

namespace MailAdmin.Completion;

/// <summary>What is typed when somebody presses Tab.</summary>
/// <param name="Command">The name of the cmdlet.</param>
/// <param name="Parameter">The name of the parameter whose value is completed.</param>
/// <param name="Word">The beginning of the value, without quotes.</param>
/// <param name="Given">The values of the other parameters, as far as they can be known.</param>
internal sealed record CompletionInput(string Command, string Parameter, string Word, IDictionary Given)
{
    /// <summary>Whether a text begins with the word, in any case.</summary>
    public bool Begins(string text) => text.StartsWith(Word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first value of another parameter, by one of its names; null when it is not given.</summary>
    public string? ValueOf(params string[] names)
    {
        object? value = names.Select(name => Given[name]).FirstOrDefault(given => given is not null);
        object? first = value is IEnumerable list and not string ? list.Cast<object>().FirstOrDefault() : value;
        return first?.ToString();
    }
}
