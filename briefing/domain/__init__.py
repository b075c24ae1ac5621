"""What a briefing is made of: records, rules and words of the field; standard library only."""
