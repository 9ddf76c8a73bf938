using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Puts the pieces of long parameters together: NAME*0, NAME*1 become NAME; when any piece is percent-encoded
/// (NAME*0*), they become NAME*, still encoded, with charset and language in front. RFC 2231 §3, §4.1
/// </summary>
internal static class ParameterContinuations
{
    // attribute-char := <any (US-ASCII) CHAR except SPACE, CTLs, "*", "'", "%", or tspecials>
    private static readonly SearchValues<byte> AttributeBytes = SearchValues.Create(
        "!#$&+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>The parameters with the pieces joined at the place of the first.</summary>
    public static List<MimeParameter> Join(List<MimeParameter> parameters)
    {
        if (!parameters.Exists(parameter => parameter.Name.Contains((byte)'*')))
        {
            return parameters;
        }

        Dictionary<string, Piece> pieces = [];
        foreach (MimeParameter parameter in parameters)
        {
            if (TryParsePiece(parameter, out Piece piece))
            {
                pieces.TryAdd(Key(piece.BaseName, piece.Number), piece);
            }
        }

        List<MimeParameter> joined = [];
        foreach (MimeParameter parameter in parameters)
        {
            bool isPiece = TryParsePiece(parameter, out Piece piece);
            if (!isPiece || piece.Number == 0)
            {
                joined.Add(isPiece ? JoinFrom(piece.BaseName, pieces) : parameter);
            }
        }

        return [.. joined.DistinctBy(parameter => Encoding.ASCII.GetString(parameter.Name))];
    }

    private static MimeParameter JoinFrom(string baseName, Dictionary<string, Piece> pieces)
    {
        List<Piece> parts = [];
        while (pieces.TryGetValue(Key(baseName, parts.Count), out Piece piece))
        {
            parts.Add(piece);
        }

        bool isEncoded = parts.Exists(part => part.IsEncoded);
        ArrayBufferWriter<byte> value = new();
        if (isEncoded && !parts[0].IsEncoded)
        {
            value.Write("''"u8);
        }

        foreach (Piece part in parts)
        {
            value.Write(isEncoded && !part.IsEncoded ? PercentEncode(part.Value) : part.Value);
        }

        return new MimeParameter(
            Encoding.ASCII.GetBytes(isEncoded ? baseName + "*" : baseName), value.WrittenSpan.ToArray());
    }

    // NAME*number or NAME*number*
    private static bool TryParsePiece(MimeParameter parameter, out Piece piece)
    {
        piece = default;
        string name = Encoding.ASCII.GetString(parameter.Name);
        int star = name.IndexOf('*', StringComparison.Ordinal);
        if (star <= 0)
        {
            return false;
        }

        bool isEncoded = star < name.Length - 1 && name.EndsWith('*');
        string digits = isEncoded ? name[(star + 1)..^1] : name[(star + 1)..];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        piece = new Piece(name[..star], number, isEncoded, parameter.Value);
        return true;
    }

    private static byte[] PercentEncode(byte[] value)
    {
        StringBuilder encoded = new(value.Length);
        foreach (byte code in value)
        {
            if (AttributeBytes.Contains(code))
            {
                encoded.Append((char)code);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{code:X2}");
            }
        }

        return Encoding.ASCII.GetBytes(encoded.ToString());
    }

    private static string Key(string baseName, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{baseName}*{number}");

    private readonly record struct Piece(string BaseName, int Number, bool IsEncoded, byte[] Value);
}
