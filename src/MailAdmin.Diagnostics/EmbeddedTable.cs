using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MailAdmin.Diagnostics;

/// <summary>Reads the tables that are part of the assembly: facts of the outside world, each with its date.</summary>
internal static class EmbeddedTable
{
    public static T Read<T>(string name, JsonTypeInfo<T> type)
    {
        using Stream stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize(stream, type)!;
    }
}
