namespace MailAdmin.Protocols.Sasl;

/// <summary>Reads <c>name=value</c> pairs between commas, in the order that the grammar demands.</summary>
internal ref struct ScramAttributes(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text;

    public bool TryRead(char name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < 2 || rest[0] != name || rest[1] != '=')
        {
            return false;
        }

        int end = rest.IndexOf((byte)',');
        value = end < 0 ? rest[2..] : rest[2..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }
}
