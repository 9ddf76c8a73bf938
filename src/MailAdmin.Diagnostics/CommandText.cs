namespace MailAdmin.Diagnostics;

/// <summary>Writes values into commands that are ready to run.</summary>
public static class CommandText
{
    /// <summary>A value as an argument, in quotes unless it is plainly one word.</summary>
    public static string Quote(string value)
    {
        bool isPlain = value.Length > 0 && value[0] is not ('-' or '@')
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '@');
        return isPlain ? value : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }
}
