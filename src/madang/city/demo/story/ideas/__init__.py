"""What residents of Haneul propose, and what the city makes of it."""

from madang.city.demo.story.ideas.telling import propose

__all__ = ["propose"]
