namespace Refrain.Tokens;

/// <summary>Cuts pieces into smaller ones, or rewrites their text.</summary>
internal delegate List<Piece> PreTokenizer(List<Piece> pieces);
