using MailAdmin.Storage.Disk;

namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>Something that a store did to a file.</summary>
/// <param name="Step">What.</param>
/// <param name="Path">The file or folder, within the store.</param>
/// <param name="Offset">Of a write: where it begins.</param>
/// <param name="Bytes">Of a write: what was written.</param>
internal sealed record DiskEvent(DiskStep Step, string Path, long Offset, byte[] Bytes);
