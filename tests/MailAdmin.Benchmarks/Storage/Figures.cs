using System.Globalization;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>One line a figure, with the same words in every scenario.</summary>
internal static class Figures
{
    public static void Write(
        TextWriter output, string name, long count, int writers, int size, TimeSpan elapsed, TimeSpan cpu)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {count / elapsed.TotalSeconds:N0} records/s, {writers} writers, {size:N0} bytes, "
            + $"{cpu.TotalMilliseconds / Math.Max(1, count):N3} ms CPU each"));
    }

    public static void Write(TextWriter output, string name, double value, string unit)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {value:N2} {unit}"));
    }
}
