using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>Finds a circle of subschemas that are all applied to the same value. Depth-first with a list of its own instead of the stack.</summary>
internal static class EndlessLoop
{
    /// <summary>The pointer of a schema on such a circle; null when there is none.</summary>
    public static string? Find(IEnumerable<SchemaNode> nodes)
    {
        var open = new HashSet<SchemaNode>();
        var done = new HashSet<SchemaNode>();
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        foreach (var start in nodes)
        {
            if (!done.Contains(start))
                Open(start);
            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    open.Remove(top.Node);
                    done.Add(top.Node);
                    path.Pop();
                }
                else if (open.Contains(top.Next.Current))
                    return top.Next.Current.Pointer;
                else if (!done.Contains(top.Next.Current))
                    Open(top.Next.Current);
            }
        }

        return null;

        void Open(SchemaNode node)
        {
            open.Add(node);
            path.Push((node, node.Keywords.SelectMany(keyword => keyword.InPlace).GetEnumerator()));
        }
    }
}
