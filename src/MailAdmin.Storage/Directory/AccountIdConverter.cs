using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The number of an account as a number.</summary>
internal sealed class AccountIdConverter : JsonConverter<AccountId>
{
    public override AccountId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, AccountId value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);
}
