namespace MailAdmin.Reporting;

/// <summary>A part of each bar of a chart.</summary>
/// <param name="Name">What it counts, for the legend.</param>
/// <param name="Colour">The number of its colour in the style of the page.</param>
/// <param name="Values">A value a day.</param>
internal sealed record ChartSeries(string Name, int Colour, IReadOnlyList<long> Values);

/// <summary>
/// A bar for each day, as a drawing in the page: it needs no script, prints, and has its values as text.
/// </summary>
/// <param name="title">What is shown.</param>
/// <param name="days">The days, as they are written.</param>
/// <param name="series">The parts of the bars, from the bottom up.</param>
/// <param name="format">Writes a value.</param>
internal sealed class DailyChart(
    string title, IReadOnlyList<string> days, IReadOnlyList<ChartSeries> series, Func<long, string> format)
{
    private const double Width = 720;
    private const double Height = 200;
    private const double Left = 72;
    private const double Bottom = 24;
    private const double Top = 12;
    private const double PlotHeight = Height - Top - Bottom;
    private const int GridLines = 4;

    // More dates than this would overlap.
    private const int MaxDates = 8;

    /// <summary>Draws it.</summary>
    public void Write(HtmlText html)
    {
        long highest = Enumerable.Range(0, days.Count).Max(day => series.Sum(one => one.Values[day]));
        long scale = ScaleOf(highest);
        html.Add($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        html.Add($"<title>{title}</title>");
        WriteGrid(html, scale);
        WriteBars(html, scale);
        html.Add($"</svg>");
        if (series.Count > 1)
        {
            WriteLegend(html);
        }
    }

    // The next of 1, 2, 5, 10, 20, ... that four lines divide into whole numbers where they are few.
    private static long ScaleOf(long highest)
    {
        long step = 1;
        while (step * GridLines < highest)
        {
            step = step.ToString(System.Globalization.CultureInfo.InvariantCulture)[0] == '2' ? step / 2 * 5 : step * 2;
        }

        return step * GridLines;
    }

    private void WriteGrid(HtmlText html, long scale)
    {
        for (int line = 0; line <= GridLines; line++)
        {
            double y = Top + (PlotHeight * (GridLines - line) / GridLines);
            html.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>");
            html.Add($"<text x=\"{Left - 8}\" y=\"{y + 4}\" class=\"end\">{format(scale / GridLines * line)}</text>");
        }
    }

    private void WriteBars(HtmlText html, long scale)
    {
        double step = (Width - Left) / days.Count;
        int dateStep = (days.Count + MaxDates - 1) / MaxDates;
        for (int day = 0; day < days.Count; day++)
        {
            double x = Left + (step * day);
            double y = Top + PlotHeight;
            foreach (ChartSeries one in series)
            {
                double height = PlotHeight * one.Values[day] / scale;
                y -= height;
                if (one.Values[day] > 0)
                {
                    html.Add(
                        $"<rect class=\"c{one.Colour}\" x=\"{x + (step * 0.1)}\" y=\"{y}\" width=\"{step * 0.8}\"");
                    string value = $"{days[day]}: {one.Name} {format(one.Values[day])}";
                    html.Add($" height=\"{height}\"><title>{value}</title></rect>");
                }
            }

            if (day % dateStep == 0)
            {
                html.Add($"<text x=\"{x}\" y=\"{Height - 6}\">{days[day]}</text>");
            }
        }
    }

    private void WriteLegend(HtmlText html)
    {
        html.Add($"<p class=\"legend\">");
        foreach (ChartSeries one in series)
        {
            html.Add(
                $"<span><svg viewBox=\"0 0 10 10\"><rect class=\"c{one.Colour}\" width=\"10\" height=\"10\"/></svg>");
            html.Add($"{one.Name} {format(one.Values.Sum())}</span>");
        }

        html.Add($"</p>");
    }
}
