namespace MailAdmin.Protocols.Mime;

/// <summary>A multipart whose closing delimiter has not come yet.</summary>
/// <param name="Part">The multipart.</param>
/// <param name="Boundary">What its delimiters say after two hyphens.</param>
internal sealed record MultipartFrame(MimePart Part, byte[] Boundary);
