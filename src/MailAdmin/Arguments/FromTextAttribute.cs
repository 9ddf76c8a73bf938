using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MailAdmin.Texts;

namespace MailAdmin.Arguments;

/// <summary>
/// Takes a value as people and CSV files write it: an empty cell is no value, several are separated by commas or
/// semicolons. A text that cannot be read is refused: from the pipeline the engine would otherwise drop it silently and
/// make, say, an account without the quota that its row asks for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FromTextAttribute(Type type) : ArgumentTransformationAttribute
{
    private static readonly char[] Separators = [',', ';'];

    /// <summary>
    /// The switch of an empty cell, known by its reference: null in its place would be bound as a switch that is set.
    /// </summary>
    public static object EmptySwitch { get; } = new SwitchParameter(false);

    /// <summary>Whether there may be several.</summary>
    public bool Several { get; init; }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => type == typeof(SwitchParameter);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        if (value is null || (value is string text && string.IsNullOrWhiteSpace(text)))
        {
            return type == typeof(SwitchParameter) ? EmptySwitch : null;
        }

        if (!Several)
        {
            return Read(type.IsInstanceOfType(value) ? value : CountOf(inputData) ?? value);
        }

        IEnumerable<object?> items = value is IEnumerable list and not string ? list.Cast<object?>() : [value];
        object[] read = [.. items.SelectMany(Split).Select(Read)];
        Array result = Array.CreateInstance(type, read.Length);
        read.CopyTo(result, 0);
        return result;
    }

    private static IEnumerable<object> Split(object? item) =>
        (item is PSObject wrapper ? wrapper.BaseObject : item) switch
    {
        null => [],
        string text => text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        object other => [other],
    };

    private object Read(object value)
    {
        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        if (type == typeof(string))
        {
            return value.ToString() ?? "";
        }

        if (type == typeof(MailSize) && value is string size)
        {
            return MailSize.Parse(size);
        }

        if (type == typeof(DateTimeOffset) && value is string time && IsExported(time, out DateTime exported))
        {
            return new DateTimeOffset(exported);
        }

        if ((type == typeof(bool) || type == typeof(SwitchParameter)) && value is string word)
        {
            return type == typeof(bool) ? ReadBool(word) : new SwitchParameter(ReadBool(word));
        }

        try
        {
            return LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
        }
        catch (PSInvalidCastException exception)
        {
            throw Invalid(value, exception);
        }
    }

    // ConvertTo-Json makes objects of what it does not know; one property of them has the value.
    private object? CountOf(object inputData) =>
        inputData is not PSObject json ? null
        : type == typeof(MailSize) ? json.Properties[nameof(MailSize.Bytes)]?.Value
        : type == typeof(TimeSpan) && json.Properties[nameof(TimeSpan.Ticks)]?.Value is { } ticks
            ? new TimeSpan(Convert.ToInt64(ticks, CultureInfo.InvariantCulture))
        : null;

    // Export-Csv writes a time as the culture does. What people type is read as PowerShell reads it everywhere: month
    // before day.
    private static bool IsExported(string text, out DateTime time) =>
        DateTime.TryParseExact(
            text,
            "G",
            CultureInfo.CurrentCulture,
            DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces,
            out time);

    private bool ReadBool(string word) => word.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" or "$TRUE" => true,
        "FALSE" or "NO" or "0" or "$FALSE" => false,
        _ => throw Invalid(word, null),
    };

    private MailException Invalid(object value, Exception? cause) =>
        MailException.Of(MailError.InvalidArgument.As("Cell"), cause, value, ReasonFor(type));

    private static MailText ReasonFor(Type type) => type switch
    {
        { IsEnum: true } => MailText.Of("Reason.NotOneOf", string.Join(", ", Enum.GetNames(type))),
        _ when type == typeof(bool) || type == typeof(SwitchParameter) => MailText.Of("Reason.NotOneOf", "true, false"),
        _ when type == typeof(int) => MailText.Of("Reason.NotAWholeNumber"),
        _ when type == typeof(MailSize) => MailText.Of("Reason.NotASize"),
        _ when type == typeof(TimeSpan) => MailText.Of("Reason.NotADuration"),
        _ => MailText.Of("Reason.NotOfType", type.Name),
    };
}
