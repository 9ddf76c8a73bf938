using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>
/// A refusal or failure with a stable cause. It keeps the cause and its values instead of words: the message and the
/// recommended action are taken from the catalogue of texts when they are read, in the language of the reader.
/// </summary>
public sealed class MailException : Exception
{
    private MailException(MailErrorKey key, MailText text, Exception? cause)
        : base(message: null, cause)
    {
        Error = key.Error;
        Variant = key.Variant;
        Text = text;
    }

    /// <summary>The cause; stable across versions and languages.</summary>
    public MailError Error { get; }

    /// <summary>Which fact about the cause the message names; empty when the cause has only one.</summary>
    public string Variant { get; }

    /// <summary>What was refused: an address, a name, a path; empty when nothing particular was.</summary>
    public string Target => Text.Values.Count > 0 ? Text.Values[0].In(CultureInfo.InvariantCulture) : "";

    /// <summary>What happened, in the language of the current user interface.</summary>
    public override string Message => Text.ToString();

    /// <summary>What to do: an instruction or a command, in the language of the current user interface.</summary>
    public string RecommendedAction => Text.SuggestionIn(CultureInfo.CurrentUICulture);

    /// <summary>The text of the catalogue with its values, the target first.</summary>
    internal MailText Text { get; }

    /// <summary>Creates an exception from a cause and the values of its text; the first value is the target.</summary>
    public static MailException Of(MailErrorKey key, params ReadOnlySpan<object?> values) =>
        Of(key, cause: null, values);

    /// <summary>Creates an exception with the exception that caused it.</summary>
    public static MailException Of(MailErrorKey key, Exception? cause, params ReadOnlySpan<object?> values) =>
        new(key, MailText.Of(key.ToString(), values), cause);

    /// <summary>The exception for a log, which is in English whoever reads it.</summary>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            return base.ToString();
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }
    }
}
