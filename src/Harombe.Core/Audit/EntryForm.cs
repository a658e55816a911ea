using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Harombe.Core.Calls;

namespace Harombe.Core.Audit;

/// <summary>
/// The members of an entry, gathered in any order and written in the one order of RFC 8785. Straight to bytes, since every call waits for two of
/// these. Not thread-safe.
/// </summary>
internal sealed class EntryForm
{
    // Longer texts go into a blob: what is left of the 65,535 bytes of an entry is for the other members.
    private const int LongestText = 32 * 1024;
    private const int LongestEscaped = 48 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    private readonly EntrySeal? seal;
    private readonly EntryForm root;
    private readonly List<Member> members;
    private List<EntryBlob>? blobs;
    private byte[]? salt;

    public EntryForm(EntrySeal? seal)
    {
        this.seal = seal;
        root = this;
        members = new List<Member>(24);
    }

    private EntryForm(EntryForm root)
    {
        this.root = root;
        seal = root.seal;
        members = new List<Member>(4);
    }

    /// <summary>Adds a text; nothing for null.</summary>
    public void Add(string name, string? text)
    {
        if (text is not null)
        {
            members.Add(new Member(name, CanonicalNode.WellFormed(text), 0, null, null));
        }
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(string name, long number) => members.Add(new Member(name, null, number, null, null));

    /// <summary>Adds a list of texts; nothing for an empty one.</summary>
    public void Add(string name, IEnumerable<string> texts)
    {
        if (texts.Select(CanonicalNode.WellFormed).ToArray() is { Length: > 0 } list)
        {
            members.Add(new Member(name, null, 0, null, list));
        }
    }

    /// <summary>Adds an object and returns it to be filled.</summary>
    public EntryForm Object(string name)
    {
        var form = new EntryForm(root);
        members.Add(new Member(name, null, 0, form, null));
        return form;
    }

    /// <summary>Adds a text of any length: in the entry itself, or as the address of a blob beside it.</summary>
    public void AddOrBlob(string name, string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size <= LongestText && size + text.AsSpan().CountAny('"', '\\') <= LongestEscaped)
        {
            Add(name, text);
            return;
        }

        var blob = EntryBlob.Of(Encoding.UTF8.GetBytes(text));
        (root.blobs ??= []).Add(blob);
        var address = Object(name + "Blob");
        address.Add("sha256", blob.Address);
        address.Add("bytes", blob.Bytes.Length);
    }

    /// <summary>Adds a commitment to a value that is not written down, where there is a key to commit with.</summary>
    public void Commit(string name, ReadOnlySpan<byte> value)
    {
        if (seal?.Commit(root.Salt(), value) is { } commitment)
        {
            Add(name, Convert.ToHexStringLower(commitment));
        }
    }

    /// <summary>The bytes, with a 0 where the sequence number goes.</summary>
    public EntryBytes Finish()
    {
        Add("salt", Convert.ToHexStringLower(Salt()));
        Add("seq", 0);
        var buffer = scratch ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        var sequenceAt = Write(buffer);
        return new EntryBytes(buffer.WrittenSpan.ToArray(), sequenceAt, blobs ?? [])
        {
            Time = Text("time"),
            Principal = Text("principal"),
            Session = Text("session"),
            Tool = Text("tool"),
        };
    }

    private string? Text(string name)
    {
        foreach (ref readonly var member in CollectionsMarshal.AsSpan(members))
        {
            if (member.Name == name)
            {
                return member.Text;
            }
        }

        return null;
    }

    private byte[] Salt()
    {
        if (salt is null)
        {
            salt = new byte[EntrySeal.SaltLength];
            FreshBytes.Fill(salt);
        }

        return salt;
    }

    private int Write(ArrayBufferWriter<byte> to)
    {
        Order(CollectionsMarshal.AsSpan(members));
        var sequenceAt = -1;
        to.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            if (i > 0)
            {
                to.Write(","u8);
            }

            CanonicalString.Write(member.Name, to);
            to.Write(":"u8);
            if (member.Name == "seq")
            {
                sequenceAt = to.WrittenCount;
            }

            Write(member, to);
        }

        to.Write("}"u8);
        return sequenceAt;
    }

    // By insertion: they are few, and mostly added in their order.
    private static void Order(Span<Member> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            var (member, at) = (members[i], i);
            for (; at > 0 && string.CompareOrdinal(members[at - 1].Name, member.Name) > 0; at--)
            {
                members[at] = members[at - 1];
            }

            members[at] = member;
        }
    }

    private static void Write(in Member member, ArrayBufferWriter<byte> to)
    {
        if (member.Text is { } text)
        {
            CanonicalString.Write(text, to);
        }
        else if (member.Form is { } form)
        {
            form.Write(to);
        }
        else if (member.List is { } list)
        {
            to.Write("["u8);
            for (var i = 0; i < list.Length; i++)
            {
                to.Write(i > 0 ? ","u8 : ""u8);
                CanonicalString.Write(list[i], to);
            }

            to.Write("]"u8);
        }
        else
        {
            member.Number.TryFormat(to.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
            to.Advance(written);
        }
    }

    private readonly record struct Member(string Name, string? Text, long Number, EntryForm? Form, string[]? List);
}
