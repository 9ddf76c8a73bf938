using System.Globalization;

namespace MailAdmin.Benchmarks;

/// <summary>Arguments of the form <c>--name value</c>.</summary>
internal sealed class ScenarioArguments(string[] arguments)
{
    /// <summary>A number.</summary>
    public int Number(string name, int fallback)
    {
        return Text(name) is { } text
            ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)
            : fallback;
    }

    /// <summary>A text; null: not given.</summary>
    public string? Text(string name)
    {
        int index = Array.IndexOf(arguments, "--" + name);
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
    }
}
