using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace MailAdmin.Reporting;

/// <summary>
/// HTML in which every value of an interpolated string is escaped: <c>Add($"&lt;td&gt;{value}&lt;/td&gt;")</c>. Texts
/// that come from users and from the network can neither be markup nor change the direction of what follows.
/// </summary>
internal sealed class HtmlText
{
    private readonly StringBuilder text = new();

    /// <summary>Adds markup with values.</summary>
    public HtmlText Add([InterpolatedStringHandlerArgument("")] ref Escaping html)
    {
        _ = html;
        text.Append('\n');
        return this;
    }

    /// <summary>Adds markup that has no values.</summary>
    public void AddMarkup(string markup) => text.Append(markup).Append('\n');

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Takes the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Escaping
    {
        private readonly StringBuilder text;

        /// <summary>Called by the compiler.</summary>
        public Escaping(int literalLength, int formattedCount, HtmlText html)
        {
            _ = literalLength + formattedCount;
            text = html.text;
        }

        /// <summary>Adds markup.</summary>
        public void AppendLiteral(string markup) => text.Append(markup);

        /// <summary>Adds text.</summary>
        public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(ShownText.Of(value ?? "")));

        /// <summary>Adds a coordinate.</summary>
        public void AppendFormatted(double value) =>
            text.Append(value.ToString("0.##", CultureInfo.InvariantCulture));

        /// <summary>Adds a whole number as attributes want it.</summary>
        public void AppendFormatted(int value) => text.Append(CultureInfo.InvariantCulture, $"{value}");
    }
}
