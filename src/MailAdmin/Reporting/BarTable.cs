namespace MailAdmin.Reporting;

/// <summary>A row with a bar.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Share">The length of the bar, from 0 to 1.</param>
/// <param name="Colour">The number of its colour in the style of the page.</param>
/// <param name="Remark">What else there is to say.</param>
internal sealed record BarRow(string Name, string Value, double Share, int Colour, string Remark);

/// <summary>A table whose rows have a bar beside the value.</summary>
internal static class BarTable
{
    private const double Length = 160;

    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="headings">The headings of the name, the value and the remark.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(
        HtmlText html, (string Name, string Value, string Remark) headings, IEnumerable<BarRow> rows)
    {
        html.Add($"<table><tr><th>{headings.Name}</th><th class=\"number\">{headings.Value}</th>");
        html.Add($"<th aria-hidden=\"true\"></th><th>{headings.Remark}</th></tr>");
        foreach (BarRow row in rows)
        {
            html.Add($"<tr><td>{row.Name}</td><td class=\"number\">{row.Value}</td>");
            html.Add($"<td><svg class=\"bar\" viewBox=\"0 0 {Length} 12\" aria-hidden=\"true\">");
            html.Add($"<rect class=\"rest\" width=\"{Length}\" height=\"12\"/>");
            double length = Length * Math.Clamp(row.Share, 0, 1);
            html.Add($"<rect class=\"c{row.Colour}\" width=\"{length}\" height=\"12\"/></svg></td>");
            html.Add($"<td>{row.Remark}</td></tr>");
        }

        html.Add($"</table>");
    }
}
