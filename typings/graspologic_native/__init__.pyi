# What this program uses of graspologic-native, which carries no types.

def leiden(
    edges: list[tuple[str, str, float]],
    starting_communities: dict[str, int] | None,
    resolution: float,
    randomness: float,
    iterations: int,
    use_modularity: bool,
    seed: int | None,
    trials: int,
) -> tuple[float, dict[str, int]]: ...
